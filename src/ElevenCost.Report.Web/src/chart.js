// The chart of days, stacked, with a strip below on which a range is brushed.
import { brushX } from 'd3-brush';
import { scaleBand, scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { stack, stackOffsetDiverging, stackOrderNone } from 'd3-shape';
import { h, nameOf, replace, s } from './dom.js';
import * as format from './format.js';

const MARGIN = { top: 12, right: 8, bottom: 26, left: 64 };
export const PAPER = 660;
const STATE_WORDS = ['final', 'provisional', 'incomplete'];

export const bucketName = (model, bucket, length) => {
  const first = model.dayAt(bucket.from);
  const last = model.dayAt(bucket.to);
  return length === 'day' ? format.weekday(first) : length === 'week' ? format.range(first, last) : format.month(first);
};

const tickName = (model, bucket, length) => (length === 'month' ? format.shortMonth(model.dayAt(bucket.from)) : format.shortDay(model.dayAt(bucket.from)));

export class Chart {
  constructor(model, onBrush) {
    this.model = model;
    this.onBrush = onBrush;
    this.at = -1;
    this.drawing = s('svg', { class: 'bars', 'aria-hidden': 'true', focusable: 'false' });
    this.tip = h('div', { class: 'tip', hidden: true });
    this.plot = h('div', {
      class: 'plot', tabindex: '0', role: 'slider', 'aria-label': 'Point in the chart', 'aria-orientation': 'horizontal', 'aria-valuemin': '0',
      onpointermove: event => this.point(event), onpointerleave: () => this.show(-1), onblur: () => this.show(-1), onkeydown: event => this.key(event),
    }, this.drawing, this.tip);
    this.strip = s('svg', { class: 'strip', 'aria-hidden': 'true', focusable: 'false' });
    this.element = h('div', { class: 'chart' }, this.plot, h('div', { class: 'strip-holder', title: 'Drag to choose a range' }, this.strip));
    new ResizeObserver(() => this.draw()).observe(this.element);
    // Paper has a width of its own, and letters that were made for a screen would be shrunk with the drawing.
    addEventListener('beforeprint', () => { this.show(-1); this.draw(PAPER); });
    addEventListener('afterprint', () => this.draw());
  }

  set(view) {
    this.view = view;
    this.at = -1;
    this.draw();
  }

  draw(width = Math.round(this.element.clientWidth)) {
    if (!this.view || width < 80) return;
    this.width = width;
    this.drawBars(width, width < 520 ? 240 : 320);
    this.drawStrip(width, 44);
  }

  format(value) {
    return this.view.measure === 'cost' ? format.compactMoney(value, this.view.currency) : format.compact(value);
  }

  drawBars(width, height) {
    const { buckets, series, measure, length } = this.view;
    const { model } = this;
    const rows = buckets.map(bucket => series.map(one => model.drawn(one.values[bucket.index], measure)));
    const layers = stack().keys(series.map((_, at) => at)).value((row, key) => row[key]).order(stackOrderNone).offset(stackOffsetDiverging)(rows);
    const ends = layers.flat().flat();
    const y = scaleLinear().domain([Math.min(0, ...bounds(ends, Math.min)), Math.max(...bounds(ends, Math.max), 0) || 1]).nice(5).range([height - MARGIN.bottom, MARGIN.top]);
    const x = scaleBand().domain(buckets.map((_, at) => at)).range([MARGIN.left, width - MARGIN.right]).paddingInner(buckets.length > 120 ? 0.1 : 0.22).paddingOuter(0.1);
    this.x = x;
    this.drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const parts = [s('defs', null, hatch('hatch', 6, 2.2), hatch('hatch-missing', 8, 1.4))];
    for (const tick of y.ticks(5)) {
      parts.push(s('line', { class: tick === 0 ? 'axis' : 'gridline', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick) }));
      parts.push(s('text', { class: 'tick', x: MARGIN.left - 8, y: y(tick), dy: '0.32em', 'text-anchor': 'end' }, this.format(tick)));
    }
    buckets.forEach((bucket, at) => {
      if (bucket.state === 2) parts.push(s('rect', { class: 'missing', x: x(at), y: MARGIN.top, width: x.bandwidth(), height: height - MARGIN.bottom - MARGIN.top, fill: 'url(#hatch-missing)' }));
    });
    layers.forEach((layer, at) => {
      let path = '';
      layer.forEach(([low, high], place) => {
        if (low === high) return;
        path += `M${x(place).toFixed(2)},${y(high).toFixed(2)}h${x.bandwidth().toFixed(2)}V${y(low).toFixed(2)}h${(-x.bandwidth()).toFixed(2)}Z`;
      });
      parts.push(s('path', { class: `layer ${x.bandwidth() < 5 ? 'thin ' : ''}${colour(series, at)}`, d: path }));
    });
    buckets.forEach((bucket, at) => {
      if (bucket.state === 0) return;
      const [low, high] = extent(layers, at);
      if (high !== low) parts.push(s('rect', { class: 'unsure', x: x(at), y: y(high), width: x.bandwidth(), height: Math.max(0, y(low) - y(high)), fill: 'url(#hatch)' }));
    });
    const every = Math.ceil(buckets.length / Math.max(2, Math.floor((width - MARGIN.left) / 84)));
    buckets.forEach((bucket, at) => {
      if (at % every === 0) parts.push(s('text', { class: 'tick', x: x(at) + x.bandwidth() / 2, y: height - 8, 'text-anchor': 'middle' }, tickName(model, bucket, length)));
    });
    this.cursor = s('rect', { class: 'cursor', y: MARGIN.top - 4, height: height - MARGIN.bottom - MARGIN.top + 8, width: Math.max(3, x.bandwidth() + 4), visibility: 'hidden' });
    replace(this.drawing, parts, this.cursor);
    this.plot.setAttribute('aria-valuemax', String(buckets.length - 1));
    this.plot.setAttribute('aria-valuenow', String(Math.max(0, this.at)));
    this.plot.setAttribute('aria-valuetext', 'Use the arrow keys to read the bars.');
  }

  // The whole range of the report, whatever part of it is shown above.
  drawStrip(width, height) {
    const { model } = this;
    const { measure, currency, from, to } = this.view;
    const rows = model.data.totals.filter(row => measure === 'credits' || row.c === currency);
    const values = Array.from({ length: model.length }, (_, at) => rows.reduce((sum, row) => sum + model.drawn(model.sum(row, measure, at, at), measure), 0));
    const x = scaleLinear().domain([0, model.length]).range([MARGIN.left, width - MARGIN.right]);
    const y = scaleLinear().domain([0, Math.max(...bounds(values, Math.max), 0) || 1]).range([height - 4, 4]);
    let path = `M${x(0)},${y(0)}`;
    values.forEach((value, at) => { path += `V${y(Math.max(0, value)).toFixed(1)}H${x(at + 1).toFixed(1)}`; });
    this.strip.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const holder = s('g', { class: 'brush' });
    replace(this.strip, s('path', { class: 'strip-area', d: `${path}V${y(0)}Z` }), holder);
    const brush = brushX().extent([[x(0), 0], [x(model.length), height]]).on('end', event => {
      if (!event.sourceEvent) return;
      if (!event.selection) return this.onBrush(0, model.length - 1);
      const [left, right] = event.selection.map(pixel => x.invert(pixel));
      const first = Math.max(0, Math.min(model.length - 1, Math.round(left)));
      this.onBrush(first, Math.max(first, Math.min(model.length - 1, Math.round(right) - 1)));
    });
    select(holder).call(brush);
    if (!model.isWhole(from, to)) select(holder).call(brush.move, [x(from), x(to + 1)]);
  }

  point(event) {
    const box = this.plot.getBoundingClientRect();
    const at = Math.floor((event.clientX - box.left - this.x.range()[0]) / this.x.step());
    this.show(at >= 0 && at < this.view.buckets.length ? at : -1);
  }

  key(event) {
    const last = this.view.buckets.length - 1;
    const next = { ArrowRight: this.at + 1, ArrowUp: this.at + 1, ArrowLeft: this.at < 0 ? last : this.at - 1, ArrowDown: this.at < 0 ? last : this.at - 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') return this.show(-1);
    if (next === undefined) return;
    event.preventDefault();
    this.show(Math.max(0, Math.min(last, next)));
  }

  show(at) {
    this.at = at;
    const bucket = this.view.buckets[at];
    this.tip.hidden = !bucket;
    this.cursor?.setAttribute('visibility', bucket ? 'visible' : 'hidden');
    if (!bucket) return;
    const { series, measure, currency, length } = this.view;
    const { model } = this;
    const total = series.reduce((sum, one) => sum + one.values[bucket.index], model.zero);
    const spell = units => (measure === 'cost' ? format.money(model.text(units, measure), currency, format.digitsFor(this.view.largest)) : format.count(model.text(units, measure)));
    const name = bucketName(model, bucket, length);
    const lines = series.map((one, place) => ({ one, place, units: one.values[bucket.index] })).filter(line => line.units !== model.zero).reverse();
    replace(this.tip,
      h('div', { class: 'tip-head' }, h('strong', null, name), h('span', null, spell(total))),
      bucket.state > 0 && h('div', { class: `tip-state state-${STATE_WORDS[bucket.state]}` }, bucket.state === 1 ? 'Provisional: may still change' : 'Incomplete: days are missing or failed'),
      h('ul', null, lines.map(line => h('li', null, h('span', { class: `swatch ${colour(series, line.place)}` }), line.one.label === null ? othersName(line.one) : nameOf(line.one.label, { class: 'tip-name' }), h('span', { class: 'number' }, spell(line.units))))));
    this.plot.setAttribute('aria-valuenow', String(at));
    this.plot.setAttribute('aria-valuetext', `${name}: ${spell(total)}, ${STATE_WORDS[bucket.state]}. ${lines.slice(0, 3).map(line => `${line.one.label ?? 'others'} ${spell(line.units)}`).join(', ')}`);
    const middle = this.x(at) + this.x.bandwidth() / 2;
    this.cursor.setAttribute('x', String(this.x(at) - 2));
    const space = this.tip.offsetWidth;
    const left = middle + 14 + space < this.width ? middle + 14 : Math.max(0, middle - 14 - space);
    this.tip.style.left = `${Math.round(left)}px`;
  }
}

export const othersName = one => `${format.count(one.groups)} others`;

// Others are grey, whatever place they have.
export const colour = (series, at) => (series[at].label === null ? 'c-rest' : `c${at}`);

const hatch = (id, size, width) => s('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  s('line', { class: id, x1: 0, y1: 0, x2: 0, y2: size, 'stroke-width': width }));

// Spreading thousands of numbers into a call is too much for some engines.
const bounds = (values, pick) => (values.length === 0 ? [0] : [values.reduce((found, value) => pick(found, value))]);

function extent(layers, at) {
  let low = 0;
  let high = 0;
  for (const layer of layers) {
    low = Math.min(low, layer[at][0], layer[at][1]);
    high = Math.max(high, layer[at][0], layer[at][1]);
  }
  return [low, high];
}
