// CSV as the engine writes it: invariant, quoted where needed, and no text that a spreadsheet would run as a formula.
const cell = value => {
  if (value === null || value === undefined) return '';
  let text = String(value.figure ?? value);
  if (value.figure === undefined && /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const figure = text => (text === null || text === undefined ? null : { figure: text });

export const csvOf = (columns, rows) => [columns, ...rows].map(row => row.map(cell).join(',')).join('\n') + '\n';

export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
