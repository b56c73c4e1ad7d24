namespace ElevenCost.Engine.Attribution;

/// <summary>Attributes the rows of one month of one connection.</summary>
internal sealed class MonthAttribution
{
    private readonly ConnectionAttribution _connection;
    private readonly int[] _starts;
    private readonly int[] _fees;
    private readonly (int[] Index, int[] Classes)[] _columns;

    /// <param name="connection">The connection.</param>
    /// <param name="starts">For each day of the month, the number of the set of rules in force.</param>
    /// <param name="fees">For each day of the month, the number of the fee's split.</param>
    /// <param name="columns">For each dimension that rules ask for, each row's value, and the class of each value; the last one is of the unknown.</param>
    internal MonthAttribution(ConnectionAttribution connection, int[] starts, int[] fees, (int[] Index, int[] Classes)[] columns)
    {
        _connection = connection;
        _starts = starts;
        _fees = fees;
        _columns = columns;
    }

    /// <summary>The number of what a row came to.</summary>
    /// <param name="day">The day of the month, from 0.</param>
    /// <param name="row">The row.</param>
    public int OutcomeOf(int day, int row) => _connection.OutcomeOf(_starts[day], _fees[day], _columns, row);
}
