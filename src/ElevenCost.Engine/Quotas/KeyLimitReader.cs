using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Quotas;

/// <summary>Reads the own limits of API keys, and sets the use of the billing month against them. Writes nothing.</summary>
/// <remarks>A key's limit does not stop every product (elevenlabs-docs#1320), so the usage itself is compared with it.</remarks>
/// <param name="open">Opens the API of a connection; it is disposed of here.</param>
/// <param name="time">The clock.</param>
public sealed class KeyLimitReader(Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, TimeProvider time)
{
    /// <summary>The limits of the service accounts' keys, connection by connection, by name and then by ID.</summary>
    /// <remarks>A connection that cannot be read is among the failures; the others are answered all the same.</remarks>
    public async Task<KeyLimitResult> ReadAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        var limits = new List<KeyLimit>();
        var warnings = new List<Warning>();
        var failures = new List<QuotaFailure>();
        foreach (Connection connection in connections)
        {
            try
            {
                KeyLimit[] read = [.. await ReadAsync(connection, warnings, cancellationToken)];
                limits.AddRange(read);
                Warn(connection, read, warnings);
            }
            catch (ElevenCostException e)
            {
                failures.Add(new QuotaFailure(connection.Name, e));
            }
        }

        return new KeyLimitResult(limits, warnings, failures);
    }

    private async Task<IEnumerable<KeyLimit>> ReadAsync(Connection connection, List<Warning> warnings, CancellationToken cancellationToken)
    {
        using IElevenLabsApi api = await open(connection, cancellationToken);
        IReadOnlyList<ApiKeyInfo> keys = await api.GetServiceAccountKeysAsync(cancellationToken);
        (DateOnly? from, Dictionary<string, long>? used) = await UsedAsync(connection, api, warnings, cancellationToken);
        return keys.OrderBy(key => key.Name, StringComparer.Ordinal).ThenBy(key => key.Hash, StringComparer.Ordinal).Select(key =>
        {
            long? own = used is null ? null : used.GetValueOrDefault(key.Hash);
            long? most = own is { } measured && key.CreditsCounted is { } counted ? Math.Max(measured, counted) : own ?? key.CreditsCounted;
            return new KeyLimit
            {
                Connection = connection.Name,
                ApiKey = key.Name,
                ApiKeyId = key.Hash,
                State = key.CreditLimit is not { } limit ? KeyLimitState.NoLimit
                    : most is not { } credits ? KeyLimitState.Unknown
                    : credits >= limit ? KeyLimitState.Passed
                    : KeyLimitState.Within,
                CreditLimit = key.CreditLimit,
                CreditsUsed = own,
                CreditsCounted = key.CreditsCounted,
                CreditsLeft = key.CreditLimit - most,
                From = from?.ToDateTime(TimeOnly.MinValue),
            };
        });
    }

    /// <summary>The credits of each key since the reset, by its hash; null if the key may not read them, or no reset is known.</summary>
    private async Task<(DateOnly? From, Dictionary<string, long>? Used)> UsedAsync(
        Connection connection, IElevenLabsApi api, List<Warning> warnings, CancellationToken cancellationToken)
    {
        try
        {
            SubscriptionSnapshot subscription = await api.GetSubscriptionAsync(cancellationToken);
            if (subscription.NextResetAt is not { } reset)
            {
                return (null, null);
            }

            TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
            DateOnly today = zone.Today(time);
            DateOnly first = zone.DayOf(new DateTimeOffset(reset.AddMonths(-1)));
            if (first > today)
            {
                return (null, null);
            }

            AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(new DateRange(first, today), zone, [Dimension.ApiKey]), cancellationToken);
            DimensionColumn keys = usage.Table.Dimensions[UsageTable.IndexOf(Dimension.ApiKey)];
            var used = new Dictionary<string, long>(StringComparer.Ordinal);
            for (int row = 0; row < usage.Table.Count; row++)
            {
                if (keys.Index[row] != DimensionColumn.Unknown)
                {
                    string key = keys.Values[keys.Index[row]];
                    used[key] = used.GetValueOrDefault(key) + usage.Table.Credits[row];
                }
            }

            return (first, used);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
        {
            warnings.Add(new Warning(QuotaWarnings.KeyUseNotRead,
                $"{connection.Name}: the usage of each key cannot be read, so its limit is compared only with ElevenLabs' own count. {e.Message} {e.Remedy}".TrimEnd()));
            return (null, null);
        }
    }

    private static void Warn(Connection connection, KeyLimit[] limits, List<Warning> warnings)
    {
        string[] passed = [.. limits.Where(limit => limit.State == KeyLimitState.Passed).Select(limit => string.Create(CultureInfo.InvariantCulture,
            $"'{limit.ApiKey}' ({limit.CreditLimit - limit.CreditsLeft:N0} of {limit.CreditLimit:N0} credits)"))];
        if (passed.Length > 0)
        {
            warnings.Add(new Warning(QuotaWarnings.KeyLimitPassed,
                $"{connection.Name}: {(passed.Length == 1 ? "a key has" : string.Create(CultureInfo.InvariantCulture, $"{passed.Length} keys have"))} used up the limit of the billing month: {string.Join(", ", passed)}. ElevenLabs does not stop every product at it."));
        }
    }
}

/// <summary>What was read of key limits. Immutable.</summary>
/// <param name="Limits">One a key.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Failures">The connections of which nothing could be read, and why.</param>
public sealed record KeyLimitResult(IReadOnlyList<KeyLimit> Limits, IReadOnlyList<Warning> Warnings, IReadOnlyList<QuotaFailure> Failures)
{
    /// <summary>Whether any key has used up its limit.</summary>
    public bool IsPassed => Limits.Any(limit => limit.State == KeyLimitState.Passed);
}
