// The cost of the period so far, summed up day by day, and the band in which it is expected to end.
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { PAPER } from './chart.js';
import { h, replace, s } from './dom.js';
import * as format from './format.js';

const MARGIN = { top: 14, right: 12, bottom: 24, left: 56 };

export function forecastCard(model) {
  const { forecast, forecastLacks } = model.data;
  const rows = (forecast?.rows ?? []).filter(row => row.c !== undefined);
  if (!forecast || rows.length === 0) {
    return forecastLacks ? h('section', { class: 'card', 'aria-labelledby': 'forecast-title' }, h('h2', { id: 'forecast-title' }, 'Forecast'), h('p', { class: 'muted' }, forecastLacks)) : null;
  }
  return h('section', { class: 'card', 'aria-labelledby': 'forecast-title' },
    h('h2', { id: 'forecast-title' }, 'Forecast'),
    h('p', { class: 'muted' }, format.range(forecast.from, forecast.to)),
    rows.map(row => one(forecast, row)));
}

function one(forecast, row) {
  const digits = format.digitsFor(row.expected ?? row.actual ?? 0);
  if (row.expected === undefined) {
    return h('p', null, row.actual === undefined ? 'No usage has a price yet.' : ['So far ', format.amount(row.actual, row.c, digits), '. '], h('span', { class: 'muted' }, `${row.historyDays} known days are too few for a forecast.`));
  }
  const drawing = s('svg', { class: 'fan', role: 'img', 'aria-label': `So far ${format.money(row.actual ?? '0', row.c, digits)}, expected by ${format.day(forecast.to)} ${format.money(row.expected, row.c, digits)}` });
  const holder = h('div', { class: 'fan-holder' }, drawing);
  new ResizeObserver(() => draw(drawing, holder.clientWidth, forecast, row)).observe(holder);
  addEventListener('beforeprint', () => draw(drawing, PAPER, forecast, row));
  addEventListener('afterprint', () => draw(drawing, holder.clientWidth, forecast, row));
  return h('div', null, holder,
    h('dl', { class: 'facts' },
      fact('So far', row.actual === undefined ? 'unknown' : format.amount(row.actual, row.c, digits)),
      fact('Expected', h('strong', null, format.amount(row.expected, row.c, digits))),
      fact('80 % interval', [format.amount(row.low80, row.c, digits), ' – ', format.amount(row.high80, row.c, digits)]),
      fact('95 % interval', [format.amount(row.low95, row.c, digits), ' – ', format.amount(row.high95, row.c, digits)])),
    h('p', { class: 'note' }, `An estimate from ${format.count(row.historyDays)} known days. The final cost lies in the 80 % interval in 80 of 100 cases.`));
}

export const fact = (name, value) => h('div', null, h('dt', null, name), h('dd', null, value));

function draw(drawing, width, forecast, row) {
  if (width < 60) return;
  const height = 190;
  const start = format.dayNumber(forecast.from);
  const end = format.dayNumber(forecast.to) + 1;
  let sum = 0;
  const points = [[start, 0]];
  for (const day of row.days) {
    sum += Number(day.cost ?? 0);
    points.push([format.dayNumber(day.date) + 1, sum]);
  }
  const [at, now] = points[points.length - 1];
  const high = Number(row.high95);
  const low = Number(row.low95);
  const x = scaleLinear().domain([start, end]).range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear().domain([Math.min(0, low), Math.max(high, now, 0.0001)]).nice(4).range([height - MARGIN.bottom, MARGIN.top]);
  drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
  // Errors of days add up as their squares do, so the band widens as a root.
  const steps = Array.from({ length: 25 }, (_, step) => step / 24);
  const fan = (bottom, top) => area().x(step => x(at + step * (end - at)))
    .y0(step => y(middle(step) + (bottom - Number(row.expected)) * Math.sqrt(step)))
    .y1(step => y(middle(step) + (top - Number(row.expected)) * Math.sqrt(step)))(steps);
  const middle = step => now + step * (Number(row.expected) - now);
  const ticks = y.ticks(4);
  const dates = [start, Math.round((start + end) / 2), end - 1];
  replace(drawing,
    ticks.map(tick => [s('line', { class: tick === 0 ? 'axis' : 'gridline', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick) }),
      s('text', { class: 'tick', x: MARGIN.left - 8, y: y(tick), dy: '0.32em', 'text-anchor': 'end' }, format.compactMoney(tick, row.c))]),
    dates.map((date, place) => s('text', { class: 'tick', x: x(date + (place === 2 ? 1 : 0)), y: height - 6, 'text-anchor': ['start', 'middle', 'end'][place] }, format.shortDay(format.dayText(date)))),
    at < end && [s('path', { class: 'band95', d: fan(low, high) }), s('path', { class: 'band80', d: fan(Number(row.low80), Number(row.high80)) }),
      s('path', { class: 'expected', d: line()([[x(at), y(now)], [x(end), y(Number(row.expected))]]) })],
    s('path', { class: 'actual', d: line()(points.map(([day, value]) => [x(day), y(value)])) }),
    s('circle', { class: 'actual-end', cx: x(at), cy: y(now), r: 3.5 }));
}
