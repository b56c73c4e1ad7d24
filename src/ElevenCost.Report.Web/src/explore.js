// Cost by day and the table below it: one view that the reader turns.
import { button, h, nameOf, replace, shown } from './dom.js';
import { bucketName, Chart, colour, othersName } from './chart.js';
import { csvOf, download, figure } from './csv.js';
import * as format from './format.js';
import { DIMENSIONS, toUnits } from './model.js';

const MOST_SERIES = 8;
const PAGE = 25;
const COMPLETENESS = ['Final', 'Provisional', 'Partial'];

export class Explorer {
  constructor(model) {
    this.model = model;
    this.dimensions = model.data.dimensions;
    this.dimension = this.dimensions[0] ?? null;
    this.currency = model.currencies[0];
    this.measure = this.currency === undefined ? 'credits' : 'cost';
    this.from = 0;
    this.to = model.length - 1;
    this.length = model.length > 120 ? 'week' : 'day';
    this.search = '';
    this.sort = { column: this.measure, down: true };
    this.isLong = false;
    this.chart = new Chart(model, (from, to) => this.choose(from, to));
    this.chartCard = this.buildChart();
    this.tableCard = this.buildTable();
    this.update();
  }

  buildChart() {
    const { model } = this;
    const min = model.dayAt(0);
    const max = model.dayAt(model.length - 1);
    this.first = h('input', { type: 'date', min, max, onchange: () => this.chooseDates() });
    this.last = h('input', { type: 'date', min, max, onchange: () => this.chooseDates() });
    this.headline = h('p', { class: 'headline', 'aria-live': 'polite' });
    this.legend = h('ul', { class: 'legend', 'aria-label': 'Legend' });
    this.values = h('div', { class: 'scroll' });
    const presets = [[7, '7 days'], [30, '30 days'], [90, '90 days']].filter(([days]) => days < model.length);
    return h('section', { class: 'card wide', 'aria-labelledby': 'chart-title' },
      h('div', { class: 'card-head' }, h('h2', { id: 'chart-title' }, 'Cost over time'),
        h('div', { class: 'controls' },
          this.dimensions.length > 0 && h('label', { class: 'field' }, h('span', null, 'Group by'), this.picker()),
          this.choice('Measure', 'measure', [['cost', 'Money'], ['credits', 'Credits']].filter(([id]) => id === 'credits' || this.currency !== undefined)),
          model.currencies.length > 1 && this.choice('Currency', 'currency', model.currencies.map(code => [code, code])),
          this.choice('Bars', 'length', [['day', 'Day'], ['week', 'Week'], ['month', 'Month']]),
        )),
      this.headline,
      this.chart.element,
      h('div', { class: 'range' },
        h('label', { class: 'field' }, h('span', null, 'From'), this.first),
        h('label', { class: 'field' }, h('span', null, 'To'), this.last),
        h('div', { class: 'presets' },
          presets.map(([days, text]) => button(`Last ${text}`, { class: 'quiet', onclick: () => this.choose(Math.max(0, model.last - days + 1), model.last) })),
          this.whole = button('Whole range', { class: 'quiet', onclick: () => this.choose(0, model.length - 1) }))),
      this.legend,
      h('p', { class: 'key' },
        h('span', { class: 'key-item' }, h('span', { class: 'key-mark provisional', 'aria-hidden': 'true' }), 'Provisional: may still change'),
        h('span', { class: 'key-item' }, h('span', { class: 'key-mark missing', 'aria-hidden': 'true' }), 'Incomplete: days are missing or failed')),
      h('details', { class: 'data', ontoggle: event => { if (event.target.open) this.drawValues(); } }, h('summary', null, 'Show these bars as a table'), this.values,
        h('p', null, button('Download the bars as CSV', { class: 'quiet', onclick: () => this.exportBars() }))));
  }

  picker() {
    return h('select', { id: 'group-by', onchange: event => { this.dimension = this.dimensions[Number(event.target.value)]; this.search = this.searchBox.value = ''; this.isLong = false; this.update(); } },
      this.dimensions.map((dimension, at) => h('option', { value: String(at) }, DIMENSIONS[dimension.id][0])));
  }

  choice(title, property, options) {
    const name = `choice-${property}`;
    return h('fieldset', { class: 'segments' }, h('legend', null, title),
      options.map(([value, text]) => h('label', null,
        h('input', { type: 'radio', name, value, checked: this[property] === value, onchange: () => { this[property] = value; if (property === 'measure') this.sort = { column: value, down: true }; this.update(); } }),
        h('span', null, text))));
  }

  buildTable() {
    this.title = h('h2', { id: 'table-title' });
    this.searchBox = h('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search the table', oninput: () => { this.search = this.searchBox.value; this.drawTable(); } });
    this.table = h('div', { class: 'scroll' });
    this.found = h('p', { class: 'note', role: 'status' });
    this.more = button('', { class: 'quiet', onclick: () => { this.isLong = !this.isLong; this.drawTable(); } });
    this.doubts = h('div');
    return h('section', { class: 'card', 'aria-labelledby': 'table-title', hidden: this.dimensions.length === 0 },
      h('div', { class: 'card-head' }, this.title,
        h('div', { class: 'controls' }, this.searchBox, button('Download CSV', { class: 'quiet', id: 'csv', onclick: () => this.exportTable() }))),
      this.doubts, this.table, h('div', { class: 'below' }, this.found, this.more));
  }

  chooseDates() {
    const place = text => Math.round(Date.parse(`${text}T00:00:00Z`) / 86400000) - this.model.start;
    const from = place(this.first.value);
    const to = place(this.last.value);
    if (Number.isFinite(from) && Number.isFinite(to) && from <= to && from >= 0 && to < this.model.length) this.choose(from, to);
    else this.choose(this.from, this.to);
  }

  choose(from, to) {
    this.from = from;
    this.to = to;
    this.update();
  }

  update() {
    const { model, from, to, measure, currency, length } = this;
    this.first.value = model.dayAt(from);
    this.last.value = model.dayAt(to);
    this.whole.disabled = model.isWhole(from, to);
    const buckets = model.buckets(from, to, length).filter(bucket => !bucket.isToCome).map((bucket, index) => ({ ...bucket, index }));
    const rows = model.data.totals.filter(row => measure === 'credits' || row.c === currency);
    const series = this.dimension
      ? model.series(this.dimension, measure, currency, from, to, MOST_SERIES)
      : rows.map(row => ({ label: 'Total', rows: [row], sum: model.sum(row, measure, from, to) }));
    for (const one of series) one.values = buckets.map(bucket => model.value(one, measure, bucket));
    const largest = model.text(rows.reduce((sum, row) => sum + model.sum(row, measure, from, to), model.zero), measure);
    this.view = { buckets, series, measure, currency, length, from, to, largest };
    this.chart.set(this.view);
    this.drawHeadline();
    this.drawLegend();
    if (this.chartCard?.querySelector('details').open) this.drawValues();
    if (this.dimension) this.drawTable();
  }

  totalText() {
    const { model, from, to, currency } = this;
    const row = model.data.totals.find(one => one.c === currency);
    return row && currency !== undefined ? model.costOf(row, from, to) : null;
  }

  creditsText() {
    const { model, from, to } = this;
    return String(model.data.totals.reduce((sum, row) => sum + BigInt(model.creditsOf(row, from, to)), 0n));
  }

  drawHeadline() {
    const { model, from, to, currency } = this;
    const worst = model.worst(from, to);
    const total = this.totalText();
    replace(this.headline,
      h('span', { class: 'headline-figure', id: 'view-total' }, this.measure === 'cost' && total !== null ? format.amount(total, currency, format.digitsFor(total)) : [format.count(this.creditsText()), ' credits']),
      h('span', { class: 'muted' }, ` ${format.range(model.dayAt(from), model.dayAt(to))}`),
      worst > 0 && h('span', { class: `badge ${worst === 1 ? 'warn' : 'bad'}` }, worst === 1 ? 'Provisional' : 'Incomplete'));
  }

  drawLegend() {
    const { series, measure } = this.view;
    const { model } = this;
    const total = series.reduce((sum, one) => sum + one.sum, model.zero);
    replace(this.legend, series.map((one, at) => h('li', null,
      h('span', { class: `swatch ${colour(series, at)}`, 'aria-hidden': 'true' }),
      one.label === null ? h('span', { class: 'legend-name' }, othersName(one)) : nameOf(one.label, { class: 'legend-name', title: shown(one.label) }),
      total !== model.zero && h('span', { class: 'legend-share' }, format.percent(model.drawn(one.sum, measure) / model.drawn(total, measure))))));
  }

  drawValues() {
    const { buckets, series, measure, currency, length, largest } = this.view;
    const { model } = this;
    const spell = units => (measure === 'cost' ? format.amount(model.text(units, measure), currency, format.digitsFor(largest)) : format.count(model.text(units, measure)));
    replace(this.values, h('table', null,
      h('caption', { class: 'hidden' }, 'The bars of the chart'),
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, { day: 'Day', week: 'Week', month: 'Month' }[length]), h('th', { scope: 'col', class: 'number' }, 'Total'),
        series.map(one => h('th', { scope: 'col', class: 'number' }, one.label === null ? othersName(one) : nameOf(one.label))))),
      h('tbody', null, buckets.map(bucket => h('tr', null,
        h('th', { scope: 'row' }, bucketName(model, bucket, length), bucket.state > 0 && h('span', { class: `badge ${bucket.state === 1 ? 'warn' : 'bad'}` }, bucket.state === 1 ? 'Provisional' : 'Incomplete')),
        h('td', { class: 'number' }, spell(series.reduce((sum, one) => sum + one.values[bucket.index], model.zero))),
        series.map(one => h('td', { class: 'number' }, spell(one.values[bucket.index]))))))));
    this.values.tabIndex = 0;
  }

  // Rows of the table in the range: of each that has days in this file, and one for all others.
  rows() {
    const { model, from, to, currency, dimension } = this;
    const isWhole = model.isWhole(from, to);
    const row = (source, label, groups) => ({
      label, groups, id: source.i, currency: source.c,
      costText: source.c === undefined || source.c !== currency && this.measure === 'cost' ? null : model.costOf(source, from, to),
      creditsText: String(model.creditsOf(source, from, to)),
      requests: isWhole ? source.r : undefined, unpriced: isWhole ? source.u : undefined,
    });
    const counts = source => this.measure === 'credits' || source.c === currency || source.c === undefined;
    const rows = dimension.rows.filter(source => counts(source) && (isWhole || source.d !== undefined)).map(source => row(source, source.n, 1));
    const others = (isWhole ? dimension.unlisted : dimension.rest).filter(counts).map(source => row(source, null, source.count));
    return [...rows, ...others].filter(one => isWhole || one.creditsText !== '0' || (one.costText !== null && one.costText !== '0'))
      .map(one => ({ ...one, cost: one.costText === null ? null : toUnits(one.costText, this.scale()), credits: BigInt(one.creditsText) }));
  }

  // The engine's own sums may have more decimals than a day has.
  scale() {
    return 28;
  }

  matching() {
    const words = this.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const all = this.rows();
    const found = words.length === 0 ? all : all.filter(row => row.label !== null && words.every(word => `${row.label} ${row.id ?? ''}`.toLocaleLowerCase().includes(word)));
    const { column, down } = this.sort;
    const compare = (left, right) => {
      if (column === 'name') return left.label.localeCompare(right.label);
      const [a, b] = [left[column] ?? null, right[column] ?? null];
      if (a === null || b === null) return (a === null) - (b === null);
      return a < b ? -1 : a > b ? 1 : 0;
    };
    // All others stay below, whatever is sorted by; what is not known stands last.
    found.sort((left, right) => (left.label === null) - (right.label === null)
      || (left.label === null ? 0 : (column !== 'name' && ((left[column] ?? null) === null) !== ((right[column] ?? null) === null) ? ((left[column] ?? null) === null) - ((right[column] ?? null) === null) : compare(left, right) * (down ? -1 : 1))));
    return { all, found };
  }

  drawTable() {
    const { model, dimension, currency } = this;
    const [name, names] = DIMENSIONS[dimension.id];
    const { all, found } = this.matching();
    const total = this.totalText();
    const totalUnits = total === null ? null : toUnits(total, this.scale());
    const credits = this.creditsText();
    const digits = format.digitsFor(total ?? 0);
    const hasRequests = all.some(row => row.requests !== undefined);
    const measured = this.measure === 'cost' && totalUnits !== null;
    const shareOf = row => {
      const [part, whole] = measured ? [row.cost, totalUnits] : [row.credits, BigInt(credits)];
      return part === null || whole === 0n ? null : Number((part * 1000000n) / whole) / 1000000;
    };
    replace(this.title, `Cost by ${name === 'API key' ? name : name.toLowerCase()}`);
    const head = (column, text, isNumber) => h('th', { scope: 'col', class: isNumber ? 'number' : null, 'aria-sort': this.sort.column === column ? (this.sort.down ? 'descending' : 'ascending') : null },
      h('button', { type: 'button', class: 'sort', onclick: () => this.sortBy(column) }, text, h('span', { class: 'arrow', 'aria-hidden': 'true' }, this.sort.column === column ? (this.sort.down ? '▼' : '▲') : '')));
    const listed = this.isLong ? found : found.slice(0, PAGE);
    const money = row => (row.currency === undefined ? h('span', { class: 'muted' }, 'no price') : row.costText === null ? h('span', { class: 'muted' }, '–') : format.amount(row.costText, row.currency, digits));
    const isFiltered = found.length !== all.length;
    const sum = (rows, column) => rows.reduce((added, row) => added + (row[column] ?? 0n), 0n);
    replace(this.table, h('table', { class: 'main-table', id: 'main-table' },
      h('caption', { class: 'hidden' }, `Cost by ${name}, ${format.range(model.dayAt(this.from), model.dayAt(this.to))}`),
      h('thead', null, h('tr', null, head('name', name), head('cost', currency === undefined ? 'Cost' : `Cost (${currency})`, true), h('th', { scope: 'col', class: 'share-head' }, 'Share'), head('credits', 'Credits', true), hasRequests && head('requests', 'Requests', true))),
      h('tbody', null, listed.map(row => {
        const share = shareOf(row);
        return h('tr', { class: row.label === null ? 'others' : null },
          h('th', { scope: 'row' }, row.label === null ? `${format.count(row.groups)} other ${names}` : nameOf(row.label, { title: shown(row.label) }),
            row.id !== undefined && h('span', { class: 'id', title: row.id }, row.id.slice(-6)),
            row.unpriced > 0 && row.currency !== undefined && h('span', { class: 'badge warn' }, `${format.count(row.unpriced)} credits without a price`)),
          h('td', { class: 'number' }, money(row)),
          h('td', { class: 'share' }, share === null ? '' : [bar(share), h('span', { class: 'number' }, format.percent(share))]),
          h('td', { class: 'number' }, format.count(row.creditsText)),
          hasRequests && h('td', { class: 'number' }, row.requests === undefined ? h('span', { class: 'muted' }, 'unknown') : format.count(row.requests)));
      })),
      h('tfoot', null,
        isFiltered && h('tr', null, h('th', { scope: 'row' }, `Found: ${format.count(found.length)} of ${format.count(all.length)}`),
          h('td', { class: 'number' }, totalUnits === null ? '' : format.amount(this.textOf(sum(found, 'cost')), currency, digits)), h('td'), h('td', { class: 'number' }, format.count(sum(found, 'credits'))), hasRequests && h('td')),
        h('tr', { class: 'total' }, h('th', { scope: 'row' }, 'Total'), h('td', { class: 'number' }, total === null ? '' : format.amount(total, currency, digits)), h('td'),
          h('td', { class: 'number' }, format.count(credits)), hasRequests && h('td')))));
    this.table.tabIndex = 0;
    replace(this.found, found.length === 0 ? `No ${names} match “${shown(this.search)}”.` : found.length > listed.length ? `${format.count(listed.length)} of ${format.count(found.length)} rows are shown.` : '');
    replace(this.more, this.isLong ? 'Show fewer' : `Show all ${format.count(found.length)}`);
    this.more.hidden = found.length <= PAGE;
    const doubts = [];
    if (COMPLETENESS.indexOf(dimension.completeness) > COMPLETENESS.indexOf(model.data.completeness)) doubts.push(`Some usage is not kept by ${name.toLowerCase()}, so these rows are a lower bound.`);
    if (!model.isWhole(this.from, this.to) && dimension.rest.length > 0) {
      doubts.push(`For ${format.count(dimension.rest.reduce((all, row) => all + row.count, 0))} ${names} with the least cost this file has no figures by day. They are one row here; choose the whole range to list them.`);
    }
    replace(this.doubts, doubts.map(text => h('p', { class: 'doubt' }, text)));
  }

  textOf(units) {
    const digits = String(units < 0n ? -units : units).padStart(29, '0');
    return `${units < 0n ? '-' : ''}${`${digits.slice(0, -28)}.${digits.slice(-28)}`.replace(/\.?0+$/, '')}`;
  }

  sortBy(column) {
    this.sort = this.sort.column === column ? { column, down: !this.sort.down } : { column, down: column !== 'name' };
    this.drawTable();
    this.table.querySelectorAll('.sort')[{ name: 0, cost: 1, credits: 2, requests: 3 }[column]]?.focus();
  }

  fileName(kind) {
    return `elevenlabs-cost-${kind}-${this.model.dayAt(this.from)}-${this.model.dayAt(this.to)}.csv`;
  }

  exportTable() {
    const { model, dimension } = this;
    const { found } = this.matching();
    download(this.fileName(dimension.id.toLowerCase()), csvOf(
      ['From', 'To', dimension.id, ...(dimension.id === 'ApiKey' ? ['ApiKeyId'] : []), 'Groups', 'Credits', 'Requests', 'Cost', 'Currency', 'CostBasis', 'Completeness'],
      found.map(row => [model.dayAt(this.from), model.dayAt(this.to), row.label ?? '(others)', ...(dimension.id === 'ApiKey' ? [row.id] : []), figure(row.groups), figure(row.creditsText), figure(row.requests),
        figure(row.costText), row.currency, model.data.basis, COMPLETENESS[model.worst(this.from, this.to)]])));
  }

  exportBars() {
    const { model, dimension } = this;
    const { buckets, measure, currency } = this.view;
    const counts = row => measure === 'credits' || row.c === currency;
    const rows = dimension ? [...dimension.rows.filter(row => row.d !== undefined && counts(row)), ...dimension.rest.filter(counts)] : model.data.totals.filter(counts);
    download(this.fileName(`bars-${dimension?.id.toLowerCase() ?? 'total'}`), csvOf(['Date', 'To', dimension?.id ?? 'Total', 'Credits', 'Cost', 'Currency', 'CostBasis', 'Completeness'],
      buckets.flatMap(bucket => rows.map(row => [row, model.sum(row, 'credits', bucket.from, bucket.to), model.sum(row, 'cost', bucket.from, bucket.to)])
        .filter(([, credits, cost]) => credits !== model.zero || cost !== model.zero)
        .map(([row, credits, cost]) => [model.dayAt(bucket.from), model.dayAt(bucket.to), row.n ?? (dimension ? '(others)' : ''), figure(String(credits)),
          row.c === undefined ? null : figure(model.text(cost, 'cost')), row.c, model.data.basis, COMPLETENESS[bucket.state]]))));
  }
}

function bar(share) {
  const fill = h('span', { class: 'share-fill' });
  fill.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return h('span', { class: 'share-bar', 'aria-hidden': 'true' }, fill);
}
