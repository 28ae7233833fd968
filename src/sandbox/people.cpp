// Names, addresses and numbers of people who do not exist.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/people.hpp"

#include <array>

#include <fmt/format.h>

namespace regulars::sandbox {
namespace {

constexpr std::array<std::string_view, 96> first_names{
    "James",   "Mary",    "Robert",  "Patricia",  "John",    "Jennifer", "Michael", "Linda",
    "David",   "Elena",   "William", "Barbara",   "Ricardo", "Susan",    "Joseph",  "Jessica",
    "Tomás",   "Sarah",   "Charles", "Karen",     "Daniel",  "Lisa",     "Matteo",  "Nancy",
    "Anthony", "Betty",   "Mark",    "Sandra",    "Paul",    "Margaret", "Steven",  "Ashley",
    "Andrew",  "Kim",     "Kenji",   "Emily",     "Joshua",  "Donna",    "Kevin",   "Michelle",
    "Brian",   "Carol",   "George",  "Amanda",    "Timothy", "Melissa",  "Ronald",  "Deborah",
    "Jason",   "Zoë",     "Edward",  "Rebecca",   "Jeffrey", "Laura",    "Ryan",    "Sharon",
    "Jacob",   "Cynthia", "Nils",    "Amélie",    "Eric",    "Kathleen", "Omar",    "Priya",
    "Stephen", "Angela",  "Larry",   "Shirley",   "Justin",  "Anna",     "Scott",   "Brenda",
    "Brandon", "Pamela",  "Ben",     "Emma",      "Samuel",  "Nicole",   "Gregory", "Helen",
    "Frank",   "Samira",  "Renée",   "Katherine", "Raymond", "Yuki",     "Jack",    "Debra",
    "Dennis",  "Rachel",  "Jerry",   "Carolyn",   "Tyler",   "Janet",    "Aaron",   "Ingrid"};

constexpr std::array<std::string_view, 128> last_names{
    "Smith",    "Johnson",   "Williams",   "Brown",     "Jones",     "García",    "Miller",
    "Davis",    "Rodríguez", "Martinez",   "Hernandez", "Lopez",     "Gonzalez",  "Wilson",
    "Anderson", "Thomas",    "Taylor",     "Moore",     "Jackson",   "Martin",    "Lee",
    "Perez",    "Thompson",  "White",      "Harris",    "Sanchez",   "Clark",     "Ramirez",
    "Lewis",    "Robinson",  "Walker",     "Young",     "Allen",     "King",      "Wright",
    "Scott",    "Torres",    "Nguyen",     "Hill",      "Flores",    "Green",     "Adams",
    "Nelson",   "Baker",     "Hall",       "Rivera",    "Campbell",  "Mitchell",  "Carter",
    "Roberts",  "Gomez",     "Phillips",   "Evans",     "Turner",    "Díaz",      "Parker",
    "Cruz",     "Edwards",   "Collins",    "Reyes",     "Stewart",   "Morris",    "Morales",
    "Murphy",   "Cook",      "Rogers",     "Gutierrez", "Ortiz",     "Morgan",    "Cooper",
    "Peterson", "Bailey",    "Reed",       "Kelly",     "Howard",    "Ramos",     "Kim",
    "Cox",      "Ward",      "Richardson", "Watson",    "Brooks",    "Chavez",    "Wood",
    "James",    "Bennett",   "Gray",       "Mendoza",   "Ruiz",      "Hughes",    "Price",
    "Alvarez",  "Castillo",  "Sanders",    "Patel",     "Myers",     "Long",      "Ross",
    "Foster",   "Jiménez",   "O'Brien",    "Powell",    "Jenkins",   "Perry",     "Russell",
    "Sullivan", "Bell",      "Coleman",    "Butler",    "Henderson", "Barnes",    "Fisher",
    "Vasquez",  "Simmons",   "Romero",     "Jordan",    "Patterson", "Alexander", "Hamilton",
    "Graham",   "Reynolds",  "Griffin",    "Wallace",   "West",      "Müller",    "Haddad",
    "Tanaka",   "de la Cruz"};

// Reserved for documentation (RFC 2606), so that no mail ever reaches a stranger.
constexpr std::array<std::string_view, 6> domains{"example.com",       "example.net",
                                                  "example.org",       "mail.example.com",
                                                  "inbox.example.org", "post.example.net"};

// Exchange 555 of these area codes, 10,000 lines each.
constexpr std::array<std::string_view, 28> us_areas{
    "212", "646", "917", "718", "347", "929", "312", "773", "872", "847",
    "630", "224", "310", "213", "323", "617", "857", "602", "480", "303",
    "720", "415", "206", "202", "305", "404", "512", "713"};
constexpr std::array<std::string_view, 3> ca_areas{"416", "647", "437"};
// Where Ofcom sets numbers aside for drama; the first thousand of each block are the reserved ones.
constexpr std::array<std::string_view, 13> gb_blocks{
    "207946", "113496", "114496", "116496", "117496", "121496", "131496",
    "141496", "151496", "161496", "191498", "289649", "292018"};

std::string ascii_letters(std::string_view name) {
    std::string out;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') out += char(c + 32);
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

}  // namespace

std::string_view code_of(Country country) {
    constexpr std::string_view codes[] = {"US", "GB", "CA"};
    return codes[std::size_t(country)];
}
std::string_view calling_code_of(Country country) { return country == Country::gb ? "44" : "1"; }
std::string_view currency_of(Country country) {
    constexpr std::string_view codes[] = {"USD", "GBP", "CAD"};
    return codes[std::size_t(country)];
}

std::string_view first_name(std::uint16_t number) {
    return first_names[number % first_names.size()];
}
std::string_view last_name(std::uint16_t number) { return last_names[number % last_names.size()]; }
std::uint16_t first_name_count() { return std::uint16_t(first_names.size()); }
std::uint16_t last_name_count() { return std::uint16_t(last_names.size()); }

std::string email_address(const Person& person, std::uint32_t id, std::uint32_t version) {
    if (version == 0) return {};
    std::string first = ascii_letters(first_name(person.first));
    std::string last = ascii_letters(last_name(person.last));
    // The person's number and the version end the local part, so no two addresses are equal.
    std::string tail = std::to_string(id);
    if (version > 1) tail += fmt::format("v{}", version);
    std::string_view domain = domains[(id * 7 + version) % domains.size()];
    switch (id % 4) {
        case 0:
            return fmt::format("{}.{}{}@{}", first, last, tail, domain);
        case 1:
            return fmt::format("{}{}_{}@{}", first[0], last, tail, domain);
        case 2:
            return fmt::format("{}{}@{}", first, tail, domain);
        default:
            return fmt::format("{}+dining{}@{}", last, tail, domain);
    }
}

std::string national_number(Country country, std::uint32_t line) {
    std::uint32_t block = line / 10'000, number = line % 10'000;
    switch (country) {
        case Country::gb:
            return fmt::format("{}{:04}", gb_blocks[block % gb_blocks.size()], number);
        case Country::ca:
            return fmt::format("{}555{:04}", ca_areas[block % ca_areas.size()], number);
        case Country::us:
            break;
    }
    return fmt::format("{}555{:04}", us_areas[block % us_areas.size()], number);
}

std::uint32_t phone_line_count(Country country) {
    switch (country) {
        case Country::gb:
            return std::uint32_t(gb_blocks.size()) * 10'000;
        case Country::ca:
            return std::uint32_t(ca_areas.size()) * 10'000;
        case Country::us:
            break;
    }
    return std::uint32_t(us_areas.size()) * 10'000;
}

std::string e164(Country country, std::uint32_t line) {
    if (line == 0) return {};
    return fmt::format("+{}{}", calling_code_of(country), national_number(country, line));
}

}  // namespace regulars::sandbox
