// Figures and days in the browser's language. Amounts come as texts of decimals and stay exact: Intl formats texts without making them binary fractions.
import { h } from './dom.js';

const cache = new Map();

function formatter(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

const isCode = code => /^[A-Z]{3}$/.test(code ?? '');

function number(digits, least = 0) {
  return formatter(`n${digits},${least}`, () => new Intl.NumberFormat(undefined, { minimumFractionDigits: least, maximumFractionDigits: digits }));
}

export const count = value => number(0).format(typeof value === 'string' ? BigInt(value) : value);

export const compact = value => formatter('compact', () => new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })).format(value);

export const decimal = (text, digits = 1) => number(digits).format(text);

// An amount of money, to so many decimals; the text of a decimal.
export function money(text, currency, digits = 2, sign = 'auto') {
  if (!isCode(currency)) return `${number(digits, digits).format(text)} ${currency ?? ''}`.trim();
  return formatter(`m${currency},${digits},${sign}`, () => new Intl.NumberFormat(undefined, {
    style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: sign,
  })).format(text);
}

export function compactMoney(value, currency) {
  const options = Math.abs(value) >= 1000 ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumSignificantDigits: 3 };
  if (!isCode(currency)) return new Intl.NumberFormat(undefined, options).format(value);
  return formatter(`c${currency},${Math.abs(value) >= 1000}`, () => new Intl.NumberFormat(undefined, { style: 'currency', currency, minimumFractionDigits: 0, ...options })).format(value);
}

// Small totals need more decimals to tell anything.
export const digitsFor = amount => (Math.abs(Number(amount)) >= 10 ? 2 : 4);

export const percent = (part, digits = 1) => formatter(`p${digits}`, () => new Intl.NumberFormat(undefined, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })).format(part);

// The exact figure goes along for whoever copies, reads or tests it.
export const amount = (text, currency, digits, sign) => h('data', { value: text, title: `${text} ${currency ?? ''}`.trim() }, money(text, currency, digits, sign));

const DAY = 86400000;
export const dayNumber = text => Date.parse(`${text}T00:00:00Z`) / DAY;
export const dayText = number => new Date(number * DAY).toISOString().slice(0, 10);

const dates = (key, options) => formatter(`d${key}`, () => new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options }));
export const day = text => dates('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(`${text}T00:00:00Z`));
export const shortDay = text => dates('short', { day: 'numeric', month: 'short' }).format(Date.parse(`${text}T00:00:00Z`));
export const month = text => dates('month', { month: 'long', year: 'numeric' }).format(Date.parse(`${text}T00:00:00Z`));
export const shortMonth = text => dates('shortmonth', { month: 'short', year: '2-digit' }).format(Date.parse(`${text}T00:00:00Z`));
export const weekday = text => dates('weekday', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(`${text}T00:00:00Z`));
export const instant = text => `${dates('instant', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(Date.parse(text))} UTC`;
export const range = (from, to) => (from === to ? day(from) : dates('day', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)));
