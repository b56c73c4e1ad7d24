namespace ElevenCost.Engine.Ledger;

/// <summary>Reads the rows of a query one by one, integers alone. For one thread.</summary>
internal abstract class IntegerCursor : IDisposable
{
    /// <summary>A cell of the row that the cursor is on; 0 for SQL's null.</summary>
    /// <param name="column">The column's place.</param>
    public abstract long this[int column] { get; }

    /// <summary>Goes to the next row; false if there is none.</summary>
    public abstract bool Read();

    /// <inheritdoc/>
    public abstract void Dispose();
}
