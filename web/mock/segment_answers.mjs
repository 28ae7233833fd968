// What the endpoints of segments answer.
// SPDX-License-Identifier: Apache-2.0
import { shownList } from './lists.mjs';
import { activity, addSegment, changeSegment, count, explain, exportCsv, growth, memberPage, overlap, segmentDetail, shownSegment, snapshot } from './segments.mjs';
import { suggestions } from './suggestions.mjs';

/** [method, path pattern, least role, (context) → body or {status, body}] */
export const segmentRoutes = (find, matches, sameRevision) => {
  const of = ({ world, id }) => find(world.segments, id);
  return [
    ['GET', '/segments', 'analyst', ({ world }) => ({ data: [...world.segments].sort((a, b) => a.name.localeCompare(b.name)).map((s) => shownSegment(world, s)) })],
    ['POST', '/segments', 'admin', ({ world, body }) => ({ status: 201, body: segmentDetail(world, addSegment(world, body)) })],
    ['POST', '/segments/count', 'analyst', ({ world, body }) => count(world, body)],
    ['POST', '/segments/explain', 'analyst', ({ world, body }) => explain(world, body)],
    ['POST', '/segments/growth', 'analyst', ({ world, body }) => growth(world, body)],
    ['POST', '/segments/overlap', 'analyst', ({ world, body }) => overlap(world, body)],
    ['GET', '/segments/:id', 'analyst', (c) => segmentDetail(c.world, of(c))],
    ['PATCH', '/segments/:id', 'admin', (c) => { sameRevision(of(c), c.body); return segmentDetail(c.world, changeSegment(c.world, of(c), c.body)); }],
    ['DELETE', '/segments/:id', 'admin', (c) => { c.world.segments.splice(c.world.segments.indexOf(of(c)), 1); return { status: 204 }; }],
    ['GET', '/segments/:id/members', 'analyst', (c) => memberPage(c.world, of(c), c.query, matches)],
    ['GET', '/segments/:id/activity', 'analyst', (c) => activity(c.world, of(c), c.query)],
    ['POST', '/segments/:id/snapshot', 'admin', (c) => ({ status: 201, body: shownList(c.world, snapshot(c.world, of(c), c.body)) })],
    ['GET', '/segments/:id/export', 'admin', (c) => ({ status: 200, text: exportCsv(c.world, of(c)), type: 'text/csv; charset=utf-8' })],
    ['GET', '/suggestions', 'analyst', ({ world, query }) => suggestions(world, query)],
  ];
};
