// What each plan would have cost for the usage of the last whole billing periods.
import { h, nameOf, shown } from './dom.js';
import * as format from './format.js';
import { badge } from './sections.js';

const BILLING = { UsageBased: 'Usage-based', PayAsYouGo: 'Pay As You Go' };
const PAID = { ThreeMonth: 'paid by the quarter', SixMonth: 'paid by the half-year', Annual: 'paid by the year' };
const STATE = { Current: ['Present plan', 'good'], Closed: ['Not open', 'neutral'], Insufficient: ['Too few credits', 'bad'] };

export function plans(data) {
  if (!data.plans) return null;
  const { accounts, notes, leftOut } = data.plans;
  const isOne = accounts.length === 1 && data.connections.length === 1;
  return h('section', { class: 'card', 'aria-labelledby': 'plans-title' }, h('h2', { id: 'plans-title' }, 'Plans'),
    accounts.map(account => one(account, isOne)),
    notes.map(note => h('p', { class: 'doubt' }, nameOf(note))),
    leftOut > 0 && h('p', { class: 'doubt' }, `The plans of ${format.count(leftOut)} further ${leftOut === 1 ? 'connection is' : 'connections are'} not shown. Compare-ElevenLabsPlan and elevencost plan compare show them.`));
}

function one(account, isOne) {
  const caption = isOne ? 'Plans' : `Plans, ${shown(account.connection)}`;
  const head = (text, isNumber) => h('th', { scope: 'col', class: isNumber ? 'number' : null }, text);
  return h('div', { class: isOne ? 'plans' : 'plans entry' },
    !isOne && h('h3', null, nameOf(account.connection)),
    h('p', { class: 'muted' }, 'What each plan would have cost for the usage of ', format.range(account.from, account.to),
      `: ${format.count(account.periods)} billing ${account.periods === 1 ? 'period' : 'periods'}`, account.credits !== undefined && `, ${format.count(account.credits)} credits`, '.',
      account.completeness !== 'Final' && [' ', badge(account.completeness === 'Partial' ? ['Incomplete', 'bad'] : ['Provisional', 'warn'])]),
    verdict(account),
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption }, h('table', { class: 'plan-table' },
      h('caption', { class: 'hidden' }, caption),
      h('thead', null, h('tr', null, head('Plan'), head('Billing'), head('Fee', true), head('Beyond the plan', true), head('Total', true), head('Saving', true), head('Unused credits', true))),
      h('tbody', null, account.rows.map(row)))),
    assumptions(account));
}

function row(plan) {
  const cell = (text, sign) => h('td', { class: 'number' }, text === undefined ? '–' : format.amount(text, plan.c, 2, sign));
  return h('tr', { class: plan.state === 'Current' ? 'present' : null },
    h('th', { scope: 'row' }, nameOf(plan.n), PAID[plan.paid] && h('span', { class: 'muted' }, ` ${PAID[plan.paid]}`), STATE[plan.state] && [' ', badge(STATE[plan.state])]),
    h('td', { class: 'plan-billing' }, BILLING[plan.billing] ?? '–'),
    cell(plan.fee),
    cell(plan.beyond),
    // Unknown is no amount: an empty cell or a 0 would look like the cheapest plan.
    plan.cost === undefined ? h('td', { class: 'number muted' }, plan.fee === undefined ? 'No known price' : 'Not known') : cell(plan.cost),
    cell(plan.saving, 'exceptZero'),
    cell(plan.unused));
}

function verdict(account) {
  const known = account.rows.filter(plan => plan.saving !== undefined);
  if (!known.some(plan => plan.state === 'Available')) return null;
  const best = known.find(plan => plan.state === 'Available' && Number(plan.saving) > 0);
  // Usage that is missing would cost something on every plan, and not the same.
  const bound = account.completeness === 'Partial' && 'As far as usage is known: ';
  return h('p', { class: 'plan-verdict' }, bound, best
    ? [h('strong', null, nameOf(best.n), best.billing && `, ${BILLING[best.billing]},`), ' would have cost ', format.amount(best.saving, best.c, 2), ' less than the present plan.']
    : 'No plan that the account can change to would have cost less than the present one.');
}

// What all plans have in common as sentences; the rest by plan, one click away.
function assumptions(account) {
  const named = plan => [shown(plan.n), BILLING[plan.billing], PAID[plan.paid]].filter(Boolean).join(', ');
  const others = account.rows.filter(plan => plan.state !== 'Current' && plan.cost !== undefined);
  const common = account.assumptions.filter((_, place) => others.length > 0 && others.every(plan => plan.assumes.includes(place)));
  const single = account.assumptions.map((sentence, place) => ({ sentence, plans: account.rows.filter(plan => plan.assumes.includes(place)) }))
    .filter(({ sentence }) => !common.includes(sentence));
  const reasons = account.rows.filter(plan => plan.reason !== undefined);
  return [
    h('p', { class: 'note plan-note' }, 'The whole account counts, whatever the report is filtered by. ', common.join(' '), ' Unused credits: the part of the fee that paid for credits that were not used.',
      account.rows.some(plan => plan.state === 'Closed') && ' Not open: a former price, or usage-based billing once the account is on Pay As You Go.',
      account.rows.some(plan => plan.state === 'Insufficient') && ' Too few credits: the plan would not have served all usage, so it has no saving.'),
    single.length + reasons.length > 0 && h('details', null, h('summary', null, 'What each plan assumes, and why a price is not known'),
      h('ul', { class: 'notes' },
        single.map(({ sentence, plans: of }) => h('li', null, nameOf(sentence), ' ', h('span', { class: 'muted' }, nameOf(of.map(named).join('; '))))),
        reasons.map(plan => h('li', null, nameOf(plan.reason), ' ', h('span', { class: 'muted' }, nameOf(named(plan))))))),
  ];
}
