import './report.css';
import { append, h } from './dom.js';
import { Explorer } from './explore.js';
import { forecastCard } from './forecast.js';
import { Model } from './model.js';
import { plans } from './plans.js';
import * as sections from './sections.js';

const data = JSON.parse(document.getElementById('data').textContent);
const model = new Model(data);
const dialog = sections.aboutDialog(data);
const explorer = new Explorer(model);

function choose(from, to) {
  const place = text => Math.max(0, Math.min(model.length - 1, Math.round(Date.parse(`${text}T00:00:00Z`) / 86400000) - model.start));
  explorer.choose(place(from), place(to));
  explorer.chartCard.scrollIntoView({ block: 'start' });
}

append(document.getElementById('app'), [
  h('a', { class: 'skip', href: '#main' }, 'Skip to the figures'),
  sections.header(data, dialog),
  h('main', { id: 'main', tabindex: '-1' },
    sections.doubts(data),
    sections.figures(model, dialog),
    h('div', { class: 'columns' },
      h('div', { class: 'column' }, explorer.chartCard, explorer.tableCard, sections.changes(data), sections.anomalies(data, choose), plans(data)),
      h('div', { class: 'column side' }, forecastCard(model), sections.credits(data), sections.budgets(data), sections.coverage(model), sections.notes(data)))),
  sections.footer(data),
  dialog,
]);

// A dialog closes by a click beside it, too.
dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
document.documentElement.setAttribute('data-ready', '');
