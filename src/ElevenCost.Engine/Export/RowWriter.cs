namespace ElevenCost.Engine.Export;

/// <summary>Writes rows to a stream, one after the other. What is held does not grow with the rows, unless a format says so.</summary>
/// <typeparam name="T">The rows.</typeparam>
internal abstract class RowWriter<T> : IAsyncDisposable
{
    /// <summary>Writes a row.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="ElevenCostException">The format cannot hold the row.</exception>
    public abstract ValueTask AddAsync(T row, CancellationToken cancellationToken);

    /// <summary>Writes what follows the last row. To be called once.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of what the writer holds; the stream stays open.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
