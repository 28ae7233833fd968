// The rows that each version's program left in the tables it was the first to have.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace regulars::store::sqlite {

/// What a version added to a database that came up from schema 1, and the schema it must then have:
/// `hash64` of every definition in `sqlite_schema`, by name. It holds migrations that are in use to
/// what they did when they were written.
struct VersionRows {
    int version;
    std::int64_t schema_hash;
    const char* sql;
};

inline constexpr VersionRows version_rows[] = {
    {1, 5241835172404653446, ""},
    {2, 503854632889166037, R"sql(
INSERT INTO sessions VALUES(1,'ab12',1,'token',1700000000000000,1702592000000000);
)sql"},
    {3, -8112311482633003128, ""},
    {4, 8117726080114798030, ""},
    {5, -5314194825001292682, R"sql(
INSERT INTO counters VALUES(1,17,1);
INSERT INTO counters VALUES(1,18,1);
INSERT INTO imports VALUES(1,1,'01HF7YAT00IMPORT0000000001','guests.csv',4,120,120,'{"encoding":0,"separator":",","names_separator":false,"day_first":false,"decimal_comma":false,"columns":[{"header":"Email","target":"email","type":"text"}]}',1,'zoe@example.com',1700000000000000,1700000001000000,1700000002000000,2,NULL,'{"rows":2,"people":1,"skipped":1,"repeated":0,"created":0,"updated":1,"subscribed":1,"unsubscribed":0,"joined":1,"removed":0,"problems":{"bad_email":1}}','');
INSERT INTO import_problems VALUES(1,1,1,3,'Email','bad_email','zoe@',1);
)sql"},
    {6, -2243010614983202566, R"sql(
INSERT INTO reconciliations VALUES(1,1,20000,'Downtown',1700000000000000,1,'{"vendor":{"count":1,"values":[{"minor":1250,"currency":"USD"}]},"ours":{"count":0,"values":[]},"excluded":{}}','[{"kind":"event_missing","record":"reservation/2","unique_id":"opentable:1:2:Created Reservation","label":"2","vendor":{"minor":1250,"currency":"USD"},"ours":null,"reason":null,"our_day":null}]');
)sql"},
    {7, 2257968817127999554, R"sql(
INSERT INTO counters VALUES(1,21,1);
INSERT INTO departures VALUES(1,1,1,1690000000000000,1695000000000000);
INSERT INTO consent_rules VALUES(1,1,0);
INSERT INTO suppressions VALUES(1,0,'zoe@example.com',4,77,1700000000000000,NULL,'manual','ana@example.com');
INSERT INTO confirmations VALUES(1,'01HCONFIRM',1,'new@example.com','{"email":"new@example.com"}','form','Page','','en',1700000000000000,1700259200000000,NULL);
INSERT INTO outgoing VALUES(1,1,'confirmation','new@example.com','en','{}',1700000000000000,1700259200000000);
)sql"},
    {8, -5957490238119222073, R"sql(
INSERT INTO counters VALUES(1,22,1);
INSERT INTO segments VALUES(1,1,'SeGm01','Regulars','','{"condition_groups":[]}',1,0,1,1,1,1700000000000000,1700000000000000);
INSERT INTO segment_members VALUES(1,1,1,1700000000000000,0,1);
INSERT INTO segment_moves VALUES(1,1,1,1,1,1700000000000000,0,1);
INSERT INTO consumers VALUES(1,'audience',1);
)sql"},
    {9, 926184407341953288, ""},
    {10, 1912820599007234380, ""},
    {11, 6106652091612716522, R"sql(
INSERT INTO removed_integrations VALUES(1,9,'01HGONE',1,'Downtown',1700000000000000);
)sql"},
};

}  // namespace regulars::store::sqlite
