using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Connections;

/// <summary>Finds out what a connection's key may do.</summary>
public static class ConnectionProbe
{
    private const string Untried = "Skipped, see ";

    /// <summary>
    /// Probes each capability; one row each, in a fixed order, the key first. After a key that cannot be validated the rest is not tried and counts as
    /// failed, and so it is after two probes in a row on which the host is silent: each would take as long again. A row that was not tried names the
    /// row that has the cause, and has no remedy of its own.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="api">Its API.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told of each capability before it is probed; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<IReadOnlyList<Capability>> RunAsync(
        Connection connection, IElevenLabsApi api, TimeProvider time, IProgress<ProbeProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Capability> found = [];
        await foreach (ProbeStep step in StreamAsync(connection, api, time, cancellationToken))
        {
            if (step.Progress is { } state)
            {
                progress?.Report(state);
            }

            found = step.Capabilities ?? found;
        }

        return found;
    }

    /// <summary>As <see cref="RunAsync"/>, for whoever pulls: which capability is probed next, then the rows of all, the last of all.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="api">Its API.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async IAsyncEnumerable<ProbeStep> StreamAsync(
        Connection connection, IElevenLabsApi api, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
        DateOnly today = zone.Today(time);
        var yesterday = new DateRange(today.AddDays(-1), today.AddDays(-1));
        bool workspace = connection.Scope == ConnectionScope.Workspace;
        SubscriptionSnapshot? subscription = null;
        Probe[] probes =
        [
            new("Key", true, async token => $"ElevenLabs accepts the key and lists {(await api.GetModelsAsync(token)).Count} models."),
            new("Subscription", false, async token => $"The plan can be read: {(subscription = await api.GetSubscriptionAsync(token)).Tier}."),
            new("Analytics", false, async token =>
            {
                AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(yesterday, zone, []), token);
                return usage.Currency is { } currency ? $"Usage can be read, with its value in {currency}." : "Usage can be read, without its value in money.";
            }),
            new("UsageStatistics", false, async token =>
            {
                await api.GetUsageStatisticsAsync(new UsageStatisticsQuery(yesterday, zone, "credits", "none", workspace), token);
                return "The deprecated usage statistics can be read.";
            }),
            new("Groups", false, async token => $"{(await api.GetGroupsAsync(token)).Count} groups can be listed."),
            new("Members", false, async token => $"{(await api.GetMembersAsync(token)).Count} members can be listed."),
            new("ServiceAccounts", false, async token => $"{(await api.GetServiceAccountKeysAsync(token)).Count} keys of service accounts can be listed."),
        ];

        var found = new List<Capability>();
        Cause? cause = null;
        bool wasSilent = false;
        for (int done = 0; done < probes.Length; done++)
        {
            Probe probe = probes[done];
            if (cause is null)
            {
                yield return new ProbeStep(new ProbeProgress(connection.Name, done, probes.Length, probe.Name), null);
            }

            (Capability capability, ElevenLabsApiException? failure) = await ProbeAsync(connection, probe, cause, time, cancellationToken);
            found.Add(capability);
            if (probe.Name == "Subscription" && subscription is not null)
            {
                found.Add(BillingOf(connection, subscription, time));
            }

            // A narrow key may lack what lists the models and yet be valid; only a refusal of the key itself ends the probing.
            if (probe.Name == "Key" && failure is { IsEndpointClosed: false })
            {
                cause = new Cause(failure, probe.Name);
            }

            bool isSilent = failure?.Kind == ApiErrors.ApiTimeout;
            cause ??= isSilent && wasSilent ? new Cause(failure!, probe.Name) : null;
            wasSilent = isSilent;
        }

        yield return new ProbeStep(null, WithUsageRequired(found));
    }

    /// <summary>What failed and is more than something that results lack: what syncing needs, and a plan that is not paid in order.</summary>
    public static IReadOnlyList<Capability> Failures(Connection connection) =>
        [.. connection.Capabilities.Where(capability => !capability.Passed && (capability.Required || LackOf(capability.Name) is null))];

    /// <summary>One line of what results will lack, for the key may not read it or it could not be read; null if they lack nothing.</summary>
    public static Warning? MissingFromResults(Connection connection)
    {
        Capability[] failed = [.. connection.Capabilities.Where(capability => capability is { Passed: false, Required: false } && LackOf(capability.Name) is not null)];
        return failed.Length == 0 ? null : new Warning(ConnectionWarnings.ResultsLack,
            $"{connection.Name}: some data cannot be read. Results will not contain {string.Join(", ", failed.Select(capability => LackOf(capability.Name)))}. "
            + string.Join(' ', failed.Where(capability => !IsUntried(capability)).Select(capability => capability.Remedy ?? capability.Message).Distinct()));
    }

    /// <summary>Whether a capability was not tried, because the cause of an earlier row would have met it, too.</summary>
    public static bool IsUntried(Capability capability) => !capability.Passed && capability.Message.StartsWith(Untried, StringComparison.Ordinal);

    private static string? LackOf(string capability) => capability switch
    {
        "Subscription" => "the plan and what depends on it",
        "Analytics" => "consumed value and combinations of dimensions",
        "UsageStatistics" => "series such as characters and concurrency",
        "Groups" => "workspace groups",
        "Members" => "names of users",
        "ServiceAccounts" => "names of service accounts' keys",
        _ => null,
    };

    private static Capability BillingOf(Connection connection, SubscriptionSnapshot subscription, TimeProvider time)
    {
        BillingStanding? standing = BillingStanding.Of(subscription);
        string inOrder = subscription.Status is { } status ? $"The subscription is {status}, and no invoice is open." : "No invoice is open.";
        return new Capability(connection.Name, "Billing", standing is null, Required: false, standing?.Message ?? inOrder, standing?.Remedy, standing?.ErrorId,
            time.GetUtcNow().UtcDateTime, standing is null ? null : FailureCategory.Permission);
    }

    /// <summary>The failure that leaves the key unproven; null if ElevenLabs takes it.</summary>
    public static Capability? KeyFailure(IReadOnlyList<Capability> capabilities) =>
        capabilities.FirstOrDefault(capability => capability is { Name: "Key", Passed: false });

    /// <summary>Cost needs usage: by the analytics query or by the deprecated statistics, either will do.</summary>
    private static List<Capability> WithUsageRequired(List<Capability> found)
    {
        bool canReadUsage = found.Any(capability => capability.Name is "Analytics" or "UsageStatistics" && capability.Passed);
        return [.. found.Select(capability => capability.Name switch
        {
            "Key" when !capability.Passed && canReadUsage => capability with
            {
                Passed = true,
                Message = "ElevenLabs accepts the key, but the key may not list the models.",
                Remedy = null,
                ErrorId = null,
                ErrorCategory = null,
            },
            "Analytics" or "UsageStatistics" => capability with { Required = !canReadUsage },
            _ => capability,
        })];
    }

    private static async Task<(Capability Capability, ElevenLabsApiException? Failure)> ProbeAsync(
        Connection connection, Probe probe, Cause? cause, TimeProvider time, CancellationToken cancellationToken)
    {
        ElevenLabsApiException? failure = cause?.Failure;
        string? message = cause is null ? null : $"{Untried}{cause.Name}.";
        if (cause is null)
        {
            try
            {
                message = await probe.Run(cancellationToken);
            }
            catch (ElevenLabsApiException e)
            {
                failure = e;
                message = e.Message;
            }
        }

        return (new Capability(connection.Name, probe.Name, failure is null, probe.Required, message!, cause is null ? failure?.Remedy : null, failure?.ErrorId,
            time.GetUtcNow().UtcDateTime, failure?.Category), failure);
    }

    /// <summary>Why the rest is not tried.</summary>
    /// <param name="Failure">The failure.</param>
    /// <param name="Name">The capability that met it.</param>
    private sealed record Cause(ElevenLabsApiException Failure, string Name);

    private sealed record Probe(string Name, bool Required, Func<CancellationToken, Task<string>> Run);
}

/// <summary>How far a probe is, or what it found.</summary>
/// <param name="Progress">What is probed next; null in the last step.</param>
/// <param name="Capabilities">A row for each capability; null in all steps but the last.</param>
public sealed record ProbeStep(ProbeProgress? Progress, IReadOnlyList<Capability>? Capabilities);

/// <summary>How far a probe is.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Done">How many capabilities have been probed.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Name">The capability that is probed now.</param>
public sealed record ProbeProgress(string Connection, int Done, int Total, string Name)
{
    /// <summary>The progress in words, such as "2 of 7 permissions, Analytics".</summary>
    /// <param name="culture">How numbers are written.</param>
    public string Describe(IFormatProvider culture) => string.Create(culture, $"{Done:N0} of {Total:N0} permissions, {Name}");
}
