namespace ElevenCost.Engine.Export;

/// <summary>Writes rows without the columns that no row has a value of. It holds all rows, because the last one may have the first value.</summary>
/// <param name="columns">The columns.</param>
/// <param name="open">Makes the writer of the columns that are left.</param>
internal sealed class FullColumnWriter<T>(IReadOnlyList<ExportColumn<T>> columns, Func<IReadOnlyList<ExportColumn<T>>, RowWriter<T>> open) : RowWriter<T>
{
    private readonly List<T> _rows = [];
    private readonly HashSet<ExportColumn<T>> _empty = [.. columns];
    private RowWriter<T>? _writer;

    /// <inheritdoc/>
    public override ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        _rows.Add(row);
        _empty.RemoveWhere(column => column.Value(row).ToCell().Length > 0);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        // Without a row nothing tells which columns matter.
        _writer = open(_rows.Count == 0 ? columns : [.. columns.Where(column => !_empty.Contains(column))]);
        foreach (T row in _rows)
        {
            await _writer.AddAsync(row, cancellationToken);
        }

        await _writer.CompleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
