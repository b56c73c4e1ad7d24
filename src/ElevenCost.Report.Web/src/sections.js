// What stands around the chart: the first figures, credits, budgets, changes, anomalies, coverage, and what the words mean.
import { button, h, nameOf, shown, s } from './dom.js';
import { fact } from './forecast.js';
import * as format from './format.js';
import { DIMENSIONS } from './model.js';

export const BASES = {
  Consumed: ['Consumed value', 'What was the usage worth at ElevenLabs’ prices?',
    'The value that ElevenLabs reports for the usage itself. It holds no plan fee, so it is not the invoice.', 'the sum of the values that ElevenLabs reports'],
  PlanRate: ['Plan rate', 'What did the usage take out of the plan?',
    'Each credit at what it costs within the plan of that day. Credits of a free plan cost nothing.', 'credits × plan price ÷ the plan’s monthly credits'],
  Amortized: ['Amortized', 'Who bears the plan fee that is paid anyway?',
    'The fee of each billing month, spread over its usage by credits, with overage on top. While the month goes on, the whole fee is spread over the usage so far.', 'fee × own credits ÷ all credits of the month, plus overage'],
  Overage: ['Overage', 'What is paid beyond the plan?', 'Credits beyond those of the plan and its rollover, in order of time within the billing month.', 'credits beyond the quota × overage rate'],
};

const BUDGET = { Ok: ['Within budget', 'good'], AtRisk: ['At risk', 'warn'], Over: ['Over budget', 'bad'], Unknown: ['Unknown', 'neutral'] };
const QUOTA = {
  Unknown: ['Unknown', 'neutral'], NoQuota: ['No quota', 'neutral'], Lasts: ['Lasts to the reset', 'good'], RunsOut: ['Runs out before the reset', 'bad'], Exhausted: ['Used up', 'bad'],
  Overage: ['Beyond the plan', 'bad'], OnBalance: ['On the prepaid balance', 'warn'],
};
const ANOMALY = { Spike: ['Spike', 'bad'], Drop: ['Drop', 'warn'], New: ['New', 'neutral'], Stopped: ['Stopped', 'neutral'] };

export const badge = ([text, tone]) => h('span', { class: `badge ${tone}` }, text);
const isNegative = text => text.startsWith('-');

export function header(data, dialog) {
  const themes = ['auto', 'light', 'dark'];
  const names = { auto: 'Theme: automatic', light: 'Theme: light', dark: 'Theme: dark' };
  let theme = 0;
  return h('header', null,
    h('div', { class: 'title' },
      h('h1', null, nameOf(data.title)),
      h('p', { class: 'subtitle' },
        h('span', null, format.range(data.from, data.to)),
        h('span', null, data.connections.map((connection, at) => [at > 0 && ', ', nameOf(connection.name)]), ` · ${[...new Set(data.connections.map(connection => connection.zone))].join(', ')}`),
        data.filters.length > 0 && h('span', null, `Only: ${data.filters.map(shown).join('; ')}`))),
    h('div', { class: 'actions' },
      button(names.auto, {
        class: 'quiet', onclick: event => {
          theme = (theme + 1) % themes.length;
          if (themes[theme] === 'auto') document.documentElement.removeAttribute('data-theme');
          else document.documentElement.setAttribute('data-theme', themes[theme]);
          event.currentTarget.textContent = names[themes[theme]];
        },
      }),
      button('Print', { class: 'quiet', onclick: () => print() }),
      button('About this report', { class: 'quiet', onclick: () => dialog.showModal() })));
}

export function doubts(data) {
  const counts = { p: 0, x: 0 };
  for (const day of data.days) if (day in counts) counts[day]++;
  const many = (count, text) => `${format.count(count)} ${count === 1 ? 'day' : 'days'} ${text}`;
  const lines = [];
  if (data.completeness !== 'Final' || counts.p + counts.x > 0) {
    if (counts.x > 0) lines.push(['bad', 'Incomplete.', `${many(counts.x, counts.x === 1 ? 'is' : 'are')} missing or failed, so totals are a lower bound. Sync, then make the report again.`]);
    if (counts.p > 0) lines.push(['warn', 'Provisional.', `${many(counts.p, 'may')} still change: late usage arrives for some days after a day ends.`]);
    if (lines.length === 0) lines.push(['warn', data.completeness === 'Partial' ? 'Incomplete.' : 'Provisional.', 'Some figures may still change.']);
  }
  const unpriced = data.totals.reduce((sum, row) => sum + (row.u ?? 0), 0);
  if (unpriced > 0) lines.push(['warn', 'Without a price.', `${format.count(unpriced)} credits have no price and are in no amount.`]);
  return lines.map(([tone, head, text]) => h('p', { class: `banner ${tone}`, role: 'note' }, h('strong', null, head), ' ', text));
}

export function figures(model, dialog) {
  const { data } = model;
  const priced = data.totals.filter(row => row.c !== undefined);
  const credits = data.totals.reduce((sum, row) => sum + BigInt(row.k), 0n);
  const card = (title, figure, ...rest) => h('div', { class: 'figure' }, h('h2', null, title), h('p', { class: 'big' }, figure), rest);
  const cards = [
    card('Total cost', priced.length === 0 ? 'No price' : priced.map((row, at) => [at > 0 && h('br'), format.amount(row.m, row.c, 2)]),
      h('p', { class: 'sub' }, button(BASES[data.basis][0], { class: 'link', id: 'basis', 'aria-haspopup': 'dialog', onclick: () => dialog.showModal() }), ` · ${format.count(credits)} credits`)),
  ];
  const { comparison } = data;
  for (const row of comparison.totals.filter(one => one.c !== undefined)) {
    const previous = format.range(comparison.from, comparison.to);
    if (comparison.completeness === 'Partial') {
      // A change against days that are missing would look like a change of cost.
      cards.push(card('Against the period before', h('span', { class: 'muted' }, 'Not known'),
        h('p', { class: 'sub' }, badge(['Days are missing', 'bad'])), h('p', { class: 'sub' }, `in ${previous} or in these days`)));
      continue;
    }
    cards.push(card('Against the period before',
      row.change === undefined ? 'Not known' : [h('span', { 'aria-hidden': 'true', class: 'direction' }, isNegative(row.change) ? '▼ ' : Number(row.change) === 0 ? '' : '▲ '), row.percent === undefined ? format.amount(row.change, row.c, 2, 'exceptZero') : signedPercent(row.percent)],
      h('p', { class: 'sub' }, row.change !== undefined && row.percent !== undefined && [format.amount(row.change, row.c, 2, 'exceptZero'), ' · '], row.previous === undefined ? 'no price before' : [format.amount(row.previous, row.c, 2), ` in ${previous}`]),
      comparison.completeness !== 'Final' && h('p', { class: 'sub' }, badge(['Provisional', 'warn']))));
  }
  for (const row of (data.forecast?.rows ?? []).filter(one => one.expected !== undefined)) {
    cards.push(card(`Expected by ${format.day(data.forecast.to)}`, format.amount(row.expected, row.c, 2),
      h('p', { class: 'sub' }, '80 % between ', format.amount(row.low80, row.c, 2), ' and ', format.amount(row.high80, row.c, 2))));
  }
  for (const quota of data.quotas.slice(0, 2)) {
    if (quota.left === undefined) continue;
    cards.push(card(data.quotas.length > 1 ? ['Credits left, ', nameOf(quota.connection)] : 'Credits left', format.count(quota.left), h('p', { class: 'sub' }, runsOut(quota))));
  }
  if (data.budgets.length > 0) {
    const worst = ['Over', 'AtRisk', 'Unknown', 'Ok'].find(state => data.budgets.some(budget => budget.state === state));
    const count = data.budgets.filter(budget => budget.state === worst).length;
    cards.push(card('Budgets', `${format.count(count)} of ${format.count(data.budgets.length)}`, h('p', { class: 'sub' }, badge(BUDGET[worst]))));
  }
  return h('section', { class: 'figures', 'aria-label': 'Key figures' }, cards);
}

const signedPercent = text => `${new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(text)} %`;

function runsOut(quota) {
  if (quota.state === 'RunsOut' && quota.runsOutOn) return `Run out on ${format.day(quota.runsOutOn)}, before the reset`;
  if (quota.state === 'Lasts') return quota.resetAt ? `Last until the reset on ${format.day(quota.resetAt.slice(0, 10))}` : 'Last until the reset';
  return QUOTA[quota.state][0];
}

export function credits(data) {
  if (data.quotas.length === 0) return null;
  return h('section', { class: 'card', 'aria-labelledby': 'credits-title' }, h('h2', { id: 'credits-title' }, 'Credits left'),
    data.quotas.map(quota => {
      const used = quota.limit > 0 ? quota.used / quota.limit : null;
      return h('div', { class: 'entry' },
        h('div', { class: 'entry-head' }, h('h3', null, nameOf(quota.connection), quota.sharedWith && h('span', { class: 'muted' }, ' with ', nameOf(quota.sharedWith))), badge(QUOTA[quota.state])),
        used !== null && meter(used, null, `${format.percent(used, 0)} of the credits are used`),
        h('dl', { class: 'facts' },
          fact('Left', quota.left === undefined ? 'no limit' : format.count(quota.left)),
          fact('Used', [format.count(quota.used), quota.limit !== undefined && ` of ${format.count(quota.limit)}`]),
          quota.burnPerDay !== undefined && fact('Used a day', `${format.decimal(quota.burnPerDay, 0)} (last ${quota.burnDays} days)`),
          quota.runsOutOn && fact(quota.runsOutBeforeReset ? 'Run out on' : 'Would run out on', format.day(quota.runsOutOn)),
          quota.resetAt && fact('Reset on', format.day(quota.resetAt.slice(0, 10))),
          quota.overage > 0 && fact('Overage', [format.count(quota.overage), ' credits', quota.overageCost !== undefined && [', ', format.amount(quota.overageCost, quota.overageCurrency, 2)]]),
          quota.projectedOverageCost !== undefined && Number(quota.projectedOverageCost) > 0 && fact('Overage expected', format.amount(quota.projectedOverageCost, quota.projectedOverageCurrency, 2))),
        h('p', { class: 'note' }, `Plan ${shown(quota.tier)}, as seen on ${format.instant(quota.at)}.`));
    }));
}

// How much of something is used, and a mark at what is expected.
function meter(used, expected, text) {
  const fill = h('span', { class: `meter-fill ${used > 1 ? 'bad' : ''}` });
  fill.style.width = `${Math.max(0, Math.min(1, used)) * 100}%`;
  const mark = expected === null || expected > 1.5 ? null : h('span', { class: 'meter-mark' });
  if (mark) mark.style.left = `${Math.min(1, expected) * 100}%`;
  return h('div', { class: 'meter', role: 'img', 'aria-label': text }, fill, mark);
}

export function budgets(data) {
  if (data.budgets.length === 0) return null;
  const spell = (text, budget) => (budget.c === undefined ? `${format.decimal(text, 0)} credits` : format.amount(text, budget.c, 2));
  return h('section', { class: 'card', 'aria-labelledby': 'budgets-title' }, h('h2', { id: 'budgets-title' }, 'Budgets'),
    data.budgets.map(budget => h('div', { class: 'entry' },
      h('div', { class: 'entry-head' }, h('h3', null, nameOf(budget.name)), badge(BUDGET[budget.state])),
      budget.usedPercent !== undefined && meter(Number(budget.usedPercent) / 100, budget.expectedPercent === undefined ? null : Number(budget.expectedPercent) / 100, `${format.decimal(budget.usedPercent)} % used`),
      h('dl', { class: 'facts' },
        fact('Used', budget.used === undefined ? 'unknown' : [spell(budget.used, budget), ' of ', spell(budget.amount, budget)]),
        budget.expected !== undefined && fact('Expected', [spell(budget.expected, budget), ` (${format.decimal(budget.expectedPercent)} %)`]),
        budget.from && fact('Period', format.range(budget.from, budget.to)),
        budget.passedOn && fact(budget.state === 'Over' ? 'Passed on' : 'Would pass on', format.day(budget.passedOn)),
        budget.driver && fact('Most by', [nameOf(budget.driver), ` (${format.decimal(budget.driverPercent)} %)`])),
      h('p', { class: 'note' }, shown(budget.reason), budget.completeness !== 'Final' && ` ${budget.completeness === 'Partial' ? 'Days are missing.' : 'Provisional.'}`))));
}

export function changes(data) {
  const { comparison } = data;
  const rows = comparison.rows.filter(row => row.c !== undefined && row.change !== undefined && Number(row.change) !== 0);
  if (rows.length === 0 || !comparison.by) return null;
  const names = DIMENSIONS[comparison.by];
  const causes = row => [['volume', 'volume'], ['mix', 'mix'], ['price', 'price'], ['new', 'new use'], ['gone', 'ended use']]
    .map(([key, text]) => ({ text, value: Math.abs(Number(row[key] ?? 0)) })).filter(cause => cause.value > Math.abs(Number(row.change)) * 0.2).sort((left, right) => right.value - left.value).slice(0, 2).map(cause => cause.text).join(', ');
  return h('section', { class: 'card', 'aria-labelledby': 'changes-title' }, h('h2', { id: 'changes-title' }, 'What changed most'),
    h('p', { class: 'muted' }, `${names[1][0].toUpperCase()}${names[1].slice(1)}, against ${format.range(comparison.from, comparison.to)}`),
    comparison.completeness === 'Partial' && h('p', { class: 'doubt' }, 'Days of one of the two periods are missing or failed, so a change here may be a gap in what is known.'),
    h('div', { class: 'scroll', tabindex: '0' }, h('table', null,
      h('caption', { class: 'hidden' }, 'What changed most'),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, names[0]), h('th', { scope: 'col', class: 'number' }, 'Change'), h('th', { scope: 'col', class: 'number' }, 'Now'), h('th', { scope: 'col' }, 'Mostly by'))),
      h('tbody', null, rows.map(row => h('tr', { class: row.groups > 1 ? 'others' : null },
        h('th', { scope: 'row' }, row.groups > 1 ? `${format.count(row.groups)} others` : nameOf(row.n ?? '(not known)')),
        h('td', { class: 'number' }, format.amount(row.change, row.c, 2, 'exceptZero')),
        h('td', { class: 'number' }, row.cost === undefined ? '–' : format.amount(row.cost, row.c, 2)),
        h('td', null, causes(row))))))));
}

export function anomalies(data, choose) {
  if (data.anomaliesLack) return h('section', { class: 'card', 'aria-labelledby': 'anomalies-title' }, h('h2', { id: 'anomalies-title' }, 'Unusual days'), h('p', { class: 'muted' }, data.anomaliesLack));
  return h('section', { class: 'card', 'aria-labelledby': 'anomalies-title' }, h('h2', { id: 'anomalies-title' }, 'Unusual days'),
    data.anomalies.length === 0 ? h('p', { class: 'muted' }, 'Nothing unusual was found in these days.')
      : h('div', { class: 'scroll', tabindex: '0' }, h('table', null,
        h('caption', { class: 'hidden' }, 'Unusual days'),
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Days'), h('th', { scope: 'col' }, 'Kind'), h('th', { scope: 'col' }, 'What'), h('th', { scope: 'col', class: 'number' }, 'Cost'), h('th', { scope: 'col', class: 'number' }, 'Usual'), h('th', { scope: 'col', class: 'number' }, 'Difference'))),
        h('tbody', null, data.anomalies.slice(0, 40).map(row => h('tr', null,
          h('th', { scope: 'row' }, button(format.range(row.from, row.to), { class: 'link', title: 'Show these days in the chart', onclick: () => choose(row.from, row.to) })),
          h('td', null, badge(ANOMALY[row.kind]), row.completeness !== 'Final' && h('span', { class: 'muted' }, ' provisional')),
          h('td', null, row.key !== undefined && nameOf(row.key), row.drivers && row.drivers !== row.key && h('span', { class: 'muted' }, row.key !== undefined && ' ', nameOf(row.drivers))),
          h('td', { class: 'number' }, format.amount(row.cost, row.c, 2)),
          h('td', { class: 'number' }, format.amount(row.expected, row.c, 2)),
          h('td', { class: 'number' }, format.amount(row.difference, row.c, 2, 'exceptZero'))))))));
}

const DAY_WORDS = { f: 'final', p: 'provisional', m: 'missing', e: 'failed', '.': 'to come' };

export function coverage(model) {
  const { data } = model;
  return h('section', { class: 'card', 'aria-labelledby': 'coverage-title' }, h('h2', { id: 'coverage-title' }, 'Coverage'),
    h('p', { class: 'muted' }, 'Which days are known, and whether they may still change.'),
    data.coverage.map(one => {
      const counts = {};
      for (const state of one.days) counts[state] = (counts[state] ?? 0) + 1;
      const text = ['f', 'p', 'm', 'e'].filter(state => counts[state]).map(state => `${format.count(counts[state])} ${DAY_WORDS[state]}`).join(', ');
      const runs = [];
      [...one.days].forEach((state, at) => {
        const open = runs[runs.length - 1];
        if (open?.state === state) open.to = at;
        else runs.push({ state, from: at, to: at });
      });
      const doubtful = runs.filter(run => run.state !== 'f' && run.state !== '.');
      return h('div', { class: 'entry' },
        h('div', { class: 'entry-head' }, h('h3', null, nameOf(one.connection)), h('span', { class: 'muted' }, text)),
        s('svg', { class: 'coverage', viewBox: `0 0 ${one.days.length} 10`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${one.connection}: ${text}` },
          runs.filter(run => run.state !== '.').map(run => s('rect', { class: `day-${run.state}`, x: run.from, y: 0, width: run.to - run.from + 1, height: 10 }))),
        doubtful.length > 0 && h('details', null, h('summary', null, 'Which days'),
          h('ul', null, doubtful.map(run => h('li', null, `${format.range(model.dayAt(run.from), model.dayAt(run.to))}: ${DAY_WORDS[run.state]}`)),
            one.failures.slice(0, 20).map(failure => h('li', null, `${format.day(failure.date)}: ${shown(failure.reason ?? 'failed')}`)))));
    }),
    h('ul', { class: 'key' }, [['f', 'Final'], ['p', 'Provisional'], ['m', 'Missing'], ['e', 'Failed']].map(([state, text]) => h('li', { class: 'key-item' }, h('span', { class: `key-mark day-${state}`, 'aria-hidden': 'true' }), text))));
}

export function notes(data) {
  if (data.warnings.length === 0) return null;
  return h('section', { class: 'card', 'aria-labelledby': 'notes-title' }, h('h2', { id: 'notes-title' }, 'Notes'), h('ul', { class: 'notes' }, data.warnings.map(warning => h('li', null, nameOf(warning.message)))));
}

export function aboutDialog(data) {
  const dialog = h('dialog', { 'aria-labelledby': 'about-title' },
    h('div', { class: 'dialog-head' }, h('h2', { id: 'about-title' }, 'What the amounts mean'), button('Close', { class: 'quiet', onclick: () => dialog.close() })),
    h('p', null, 'This report is on the basis ', h('strong', null, BASES[data.basis][0]), '. Every amount in it but those of plans answers the same question.'),
    h('div', { class: 'bases' }, Object.entries(BASES).map(([id, [name, question, text, formula]]) => h('section', { class: id === data.basis ? 'basis current' : 'basis' },
      h('h3', null, name, id === data.basis && h('span', { class: 'badge good' }, 'This report')), h('p', null, h('em', null, question)), h('p', null, text), h('p', { class: 'formula' }, formula)))),
    h('h3', null, 'How far to trust them'),
    h('dl', { class: 'meanings' },
      fact('Final', 'The day was read again after usage that arrives late had its time. It does not change any more.'),
      fact('Provisional', 'The day is known, and late usage may still change it. Such bars are hatched.'),
      fact('Incomplete', 'A day is missing or failed. Sums over it are a lower bound.')),
    h('p', null, 'Every figure is one of Get-ElevenLabsCost. Sums are exact; what is shown is rounded, and pointing at a figure shows all its digits. Budgets, credits left and plans are of whole connections, also if the report is filtered.'),
    data.prices.length > 0 && h('div', null, h('h3', null, 'Where prices come from'), h('ul', null, data.prices.slice(0, 20).map(version => h('li', null, nameOf(version))))));
  return dialog;
}

export const footer = data => h('footer', null,
  h('p', null, `Made by ElevenCost ${data.version ?? ''} on ${format.instant(data.at)} from the ledger of ${format.count(data.connections.length)} ${data.connections.length === 1 ? 'connection' : 'connections'}. This page loads nothing and sends nothing.`));
