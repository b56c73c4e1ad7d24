using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>
/// What the comparisons of some connections come to: proven, or not, and why not. Nothing compared is nothing proven, and a day that has ended
/// and is not kept leaves the range unproven; today may be missing, for it is not over.
/// </summary>
/// <param name="connections">The connections that are compared; each has to be proven.</param>
/// <param name="time">The clock.</param>
public sealed class ReconciliationVerdict(IReadOnlyList<Connection> connections, TimeProvider time)
{
    private readonly Dictionary<string, Standing> _standings = connections.ToDictionary(
        connection => connection.Name, connection => new Standing(DayZone.Find(connection.TimeZone).Today(time)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the ledger of every connection was compared on all its days that have ended, and nothing differs beyond explanation. False for no connection.</summary>
    public bool IsProven => _standings.Count > 0 && _standings.Values.All(standing => standing.IsProven);

    /// <summary>Takes a comparison into account.</summary>
    /// <param name="record">A comparison of one of the connections.</param>
    public void Add(ReconciliationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Standing standing = _standings[record.Connection];
        standing.Fails |= record.Passed == false;
        if (record.Check is not (ReconciliationCheck.LedgerAgainstAnalytics or ReconciliationCheck.LedgerAgainstStatistics))
        {
            return;
        }

        var day = DateOnly.FromDateTime(record.From);
        if (record.Passed is not null)
        {
            standing.Compared.Add(day);
        }
        else if (record.Cause == DifferenceCause.NotKept)
        {
            standing.Missing.Add(day);
        }
    }

    /// <summary>What was not compared, for each connection that is not proven because of it: <c>LedgerNotCompared</c> and <c>DaysNotCompared</c>.</summary>
    public IEnumerable<Warning> Warnings() => _standings.Select(of => of.Value.WarningOf(of.Key)).OfType<Warning>();

    private sealed class Standing(DateOnly today)
    {
        public bool Fails { get; set; }

        public HashSet<DateOnly> Compared { get; } = [];

        public SortedSet<DateOnly> Missing { get; } = [];

        public bool IsProven => !Fails && Compared.Count > 0 && !Missing.Any(day => day < today);

        public Warning? WarningOf(string connection)
        {
            if (Compared.Count == 0)
            {
                return Missing.Count == 0
                    ? new Warning(ReconciliationWarnings.LedgerNotCompared, $"{connection}: nothing in the ledger could be compared, so nothing is proven. The rows without a comparison say why.")
                    : new Warning(ReconciliationWarnings.LedgerNotCompared, $"{connection}: no day of {new DateRange(Missing.Min, Missing.Max)} is kept in the ledger, so nothing of it was compared, and nothing is proven.",
                        connection, new DateRange(Missing.Min, Missing.Max));
            }

            DateOnly[] ended = [.. Missing.Where(day => day < today)];
            return ended.Length == 0 ? null : new Warning(ReconciliationWarnings.DaysNotCompared, string.Create(CultureInfo.InvariantCulture,
                $"{connection}: {ended.Length} of {Compared.Count + Missing.Count} days are not kept in the ledger and were not compared, so the range as a whole is not proven."),
                connection, new DateRange(ended[0], ended[^1]));
        }
    }
}
