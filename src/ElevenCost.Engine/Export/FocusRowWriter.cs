using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Export;

/// <summary>Writes cost as charges of FOCUS. A row without a cost is left out: FOCUS has no place for a cost that is unknown.</summary>
/// <param name="charges">Writes the charges.</param>
internal sealed class FocusRowWriter(RowWriter<FocusRecord> charges) : RowWriter<CostRecord>
{
    private long _rowsLeftOut;
    private long _creditsLeftOut;

    /// <summary>What was left out; null for nothing.</summary>
    public Warning? Warning => _rowsLeftOut == 0 ? null : new Warning(ExportWarnings.FocusRowsLeftOut, string.Create(CultureInfo.InvariantCulture,
        $"{_rowsLeftOut:N0} rows with {_creditsLeftOut:N0} credits have no cost and are not in the file: FOCUS allows no charge without one."));

    /// <inheritdoc/>
    public override ValueTask AddAsync(CostRecord row, CancellationToken cancellationToken)
    {
        FocusRecord? charge = ChargeOf(row);
        if (charge is not null)
        {
            return charges.AddAsync(charge, cancellationToken);
        }

        _rowsLeftOut++;
        _creditsLeftOut += row.Credits;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CompleteAsync(CancellationToken cancellationToken) => charges.CompleteAsync(cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await charges.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The charge of a row; null if its cost is unknown.</summary>
    /// <exception cref="ElevenCostException"><c>FocusRowNotValid</c>.</exception>
    private static FocusRecord? ChargeOf(CostRecord row)
    {
        if (row.Groups > 1)
        {
            throw ExportErrors.RowIsNoCharge($"one of them sums up several groups. Leave out {Advice.Of("-Top", "--top")}.");
        }

        if (row.Origin.Question is not { TimeZone: { } timeZone } question || row.Connection is null)
        {
            throw ExportErrors.RowIsNoCharge("a row has no connection, or did not come from Get-ElevenLabsCost in this session.");
        }

        if (question.IsCumulative || question.Granularity is not (Granularity.Hour or Granularity.Day or Granularity.Month))
        {
            throw ExportErrors.RowIsNoCharge("a charge is that of an hour, a day or a month, and no running sum.");
        }

        if (row.Cost is not { } cost)
        {
            return null;
        }

        TimeZoneInfo zone = DayZone.Find(timeZone);
        var day = DateOnly.FromDateTime(row.Date);
        var month = new DateOnly(day.Year, day.Month, 1);
        DateOnly first = question.Range.Start > day ? question.Range.Start : day;
        var last = DateOnly.FromDateTime(row.EndDate ?? row.Date);
        DateTime start = row.StartedAt ?? StartOf(zone, first);
        return new FocusRecord(row, cost, start, row.StartedAt?.AddHours(1) ?? StartOf(zone, last.AddDays(1)),
            StartOf(zone, month), StartOf(zone, month.AddMonths(1)), IdOf(row, question, row.StartedAt ?? StartOf(zone, day)));
    }

    private static DateTime StartOf(TimeZoneInfo zone, DateOnly day) => zone.StartOf(day).UtcDateTime;

    /// <summary>
    /// A hash of what identifies the charge, and of nothing that may change: no figures, no end of a month that goes on, and
    /// of an API key its ID, because keys are renamed.
    /// </summary>
    private static string IdOf(CostRecord row, CostQuestion question, DateTime start) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
    (string?[])[
        row.Connection, start.ToString("O", CultureInfo.InvariantCulture), question.Granularity.ToString(), row.CostBasis.ToString(), row.Currency, row.Product, row.Model,
        row.ApiKeyId ?? row.ApiKey, row.Voice, row.User, row.Group, row.Source, row.Region, row.CostCenter,
    ])).AsSpan(0, 16)).ToLowerInvariant();
}
