// The figures of the report, and exact sums over them: whole numbers, big ones where plain ones could not hold a sum.
import { dayNumber, dayText } from './format.js';

export const DIMENSIONS = {
  Model: ['Model', 'models'], ApiKey: ['API key', 'API keys'], Product: ['Product', 'products'], User: ['User', 'users'], Voice: ['Voice', 'voices'],
  CostCenter: ['Cost center', 'cost centers'], Group: ['Group', 'groups'], Source: ['Source', 'sources'], Region: ['Region', 'regions'],
  Connection: ['Connection', 'connections'],
};

const STATES = { f: 0, p: 1, x: 2, '.': 0 };

// What stands between the digits of a whole number of units and the amount.
export function toDecimal(units, decimals) {
  const negative = units < 0;
  let digits = String(negative ? -units : units);
  if (decimals > 0) {
    digits = digits.padStart(decimals + 1, '0');
    digits = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
  }
  return negative && digits !== '0' ? `-${digits}` : digits;
}

export function toUnits(text, decimals) {
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  return text.startsWith('-') ? -units : units;
}

function bigOf(text) {
  let value = 0n;
  for (const digit of text.replace('-', '')) value = value * 36n + BigInt(parseInt(digit, 36));
  return text.startsWith('-') ? -value : value;
}

export class Model {
  constructor(data) {
    this.data = data;
    this.decimals = data.decimals;
    this.start = dayNumber(data.from);
    this.length = dayNumber(data.to) - this.start + 1;
    this.zero = data.wide ? 0n : 0;
    // By how much is used in money; usage without a price last.
    this.currencies = data.totals.map(total => total.c).filter(code => code !== undefined);
    this.last = Math.min(this.length - 1, dayNumber(data.today) - this.start);
  }

  // The credits and costs of each day of a row.
  days(row) {
    if (row.days) return row.days;
    const make = () => (this.data.wide ? new Array(this.length).fill(0n) : new Float64Array(this.length));
    const parse = this.data.wide ? bigOf : text => parseInt(text, 36);
    const days = { credits: make(), cost: make() };
    let at = -1;
    for (const cell of row.d ? row.d.split(' ') : []) {
      const colon = cell.indexOf(':');
      at += colon < 0 ? 1 : parseInt(cell.slice(0, colon), 36);
      const [credits, cost] = cell.slice(colon + 1).split(',');
      days.credits[at] = parse(credits);
      if (cost !== undefined) days.cost[at] = parse(cost);
    }
    row.days = days;
    return days;
  }

  sum(row, measure, from, to) {
    const column = this.days(row)[measure];
    let sum = this.zero;
    for (let at = from; at <= to; at++) sum += column[at];
    return sum;
  }

  // Exact text of a sum of days, or of the engine where the whole range is asked for.
  costOf(row, from, to) {
    if (row.c === undefined) return null;
    if (this.isWhole(from, to)) return row.m ?? null;
    return toDecimal(this.sum(row, 'cost', from, to), this.decimals);
  }

  creditsOf(row, from, to) {
    return this.isWhole(from, to) ? row.k : String(this.sum(row, 'credits', from, to));
  }

  isWhole(from, to) {
    return from === 0 && to === this.length - 1;
  }

  dayAt(at) {
    return dayText(this.start + at);
  }

  // Days, ISO weeks or months within the range, each with the least complete of its days.
  buckets(from, to, length) {
    const buckets = [];
    for (let at = from; at <= to; at++) {
      const text = this.dayAt(at);
      const key = length === 'month' ? text.slice(0, 7) : length === 'week' ? Math.floor((this.start + at + 3) / 7) : text;
      const state = STATES[this.data.days[at]];
      const open = buckets[buckets.length - 1];
      if (open && open.key === key) {
        open.to = at;
        open.state = Math.max(open.state, state);
        open.isToCome = open.isToCome && this.data.days[at] === '.';
      } else {
        buckets.push({ key, from: at, to: at, state, isToCome: this.data.days[at] === '.' });
      }
    }
    return buckets;
  }

  worst(from, to) {
    let worst = 0;
    for (let at = from; at <= to; at++) worst = Math.max(worst, STATES[this.data.days[at]]);
    return worst;
  }

  // The rows of a dimension for a measure and a currency, largest first, and one row for all that have no days of their own.
  series(dimension, measure, currency, from, to, most) {
    const counts = row => measure === 'credits' || row.c === currency;
    const own = dimension.rows.filter(row => row.d !== undefined && counts(row)).map(row => ({ row, sum: this.sum(row, measure, from, to) })).filter(one => one.sum !== this.zero);
    own.sort((left, right) => (right.sum > left.sum ? 1 : right.sum < left.sum ? -1 : 0));
    const rest = dimension.rest.filter(counts);
    // One more colour than a row of its own needs is not worth an "others" of one.
    const top = own.length + (rest.length > 0 ? 1 : 0) > most ? own.slice(0, most - 1) : own;
    const others = own.slice(top.length).map(one => one.row);
    const series = top.map(one => ({ label: this.labelOf(dimension, one.row, measure), row: one.row, rows: [one.row], sum: one.sum }));
    const rows = [...others, ...rest];
    const sum = rows.reduce((total, row) => total + this.sum(row, measure, from, to), this.zero);
    if (sum !== this.zero) {
      const groups = others.length + rest.reduce((total, row) => total + row.count, 0);
      series.push({ label: null, groups, rows, sum });
    }
    return series;
  }

  // Where one name has usage in several currencies, or without a price, its rows say which they are.
  labelOf(dimension, row, measure) {
    const key = one => `${one.n}\u0000${one.i ?? ''}`;
    if (!dimension.times) {
      dimension.times = new Map();
      for (const one of dimension.rows) dimension.times.set(key(one), (dimension.times.get(key(one)) ?? 0) + 1);
    }
    const isTwice = measure !== 'cost' && dimension.times.get(key(row)) > 1;
    return isTwice ? `${row.n} (${row.c ?? 'no price'})` : row.n;
  }

  value(series, measure, bucket) {
    return series.rows.reduce((total, row) => total + this.sum(row, measure, bucket.from, bucket.to), this.zero);
  }

  // For drawing alone.
  drawn(units, measure) {
    return measure === 'cost' ? Number(units) / 10 ** this.decimals : Number(units);
  }

  text(units, measure) {
    return measure === 'cost' ? toDecimal(units, this.decimals) : String(units);
  }
}
