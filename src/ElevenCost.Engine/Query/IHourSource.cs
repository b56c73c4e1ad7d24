using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Where usage by the hour comes from: the ledger stores days alone.</summary>
public interface IHourSource
{
    /// <summary>The usage of some days by the hour, in the connection's zone.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="range">The days; none after today.</param>
    /// <param name="dimensions">The record dimensions that rows are broken down by; each once.</param>
    /// <param name="warn">Receives warnings.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>HoursNotReadable</c>: the key may not read them; or what the API or the network caused.</exception>
    Task<HourlyUsage> ReadAsync(
        Connection connection, DateRange range, IReadOnlyList<Dimension> dimensions, Action<Warning> warn, CancellationToken cancellationToken);
}

/// <summary>Usage by the hour. Immutable by agreement.</summary>
/// <param name="Windows">The usage; every day is in one of them, or in <paramref name="Failed"/>.</param>
/// <param name="Failed">The days whose hours do not add up to the day, each with the reason.</param>
/// <param name="Names">Names of the IDs.</param>
public sealed record HourlyUsage(IReadOnlyList<HourlyWindow> Windows, IReadOnlyDictionary<DateOnly, string> Failed, NameBook Names);

/// <summary>The hours of some days. Immutable by agreement.</summary>
/// <param name="Days">The days; rows of others do not count.</param>
/// <param name="Table">Full records; each row's day is the day of its hour.</param>
/// <param name="Starts">For each row the instant at which its hour begins, in UTC.</param>
/// <param name="Currency">ISO 4217 code of the consumed costs; null if the response named none.</param>
public sealed record HourlyWindow(IReadOnlyList<DateOnly> Days, UsageTable Table, IReadOnlyList<DateTime> Starts, string? Currency);
