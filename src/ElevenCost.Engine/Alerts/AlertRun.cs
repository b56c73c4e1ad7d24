using System.Runtime.CompilerServices;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Alerts;

/// <summary>What to send. Immutable.</summary>
public sealed record AlertRunOptions
{
    /// <summary>Shows what would be sent, and sends nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Sends the digest of the latest such period, too; null for none.</summary>
    public DigestPeriod? Digest { get; init; }

    /// <summary>What the largest parts of a digest are of.</summary>
    public Dimension DigestBy { get; init; } = Dimension.ApiKey;
}

/// <summary>Sends what is due, each alert once a target and period, however many machines share the ledger.</summary>
/// <remarks>
/// Before an alert is sent, its row in the ledger is claimed. A process that dies leaves a claim that expires, so the alert is late, and in the
/// worst case comes twice with the same id, but it is never lost.
/// </remarks>
public sealed class AlertRun
{
    // What failed for longer is no news.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    private readonly IUsageLedger _ledger;
    private readonly DueAlerts _due;
    private readonly AlertDigest _digest;
    private readonly Func<AlertTarget, CancellationToken, Task<string>> _readAddress;
    private readonly TimeProvider _time;
    private readonly Func<AlertTargetKind, IAlertDelivery> _deliveries;

    /// <summary>Prepares a run.</summary>
    /// <param name="ledger">The ledger, which stores what was sent.</param>
    /// <param name="due">Finds what is due.</param>
    /// <param name="digest">Writes digests.</param>
    /// <param name="readAddress">Reads the address of a target as it is stored.</param>
    /// <param name="time">The clock.</param>
    public AlertRun(IUsageLedger ledger, DueAlerts due, AlertDigest digest, Func<AlertTarget, CancellationToken, Task<string>> readAddress, TimeProvider time)
        : this(ledger, due, digest, readAddress, time, null)
    {
    }

    internal AlertRun(
        IUsageLedger ledger, DueAlerts due, AlertDigest digest, Func<AlertTarget, CancellationToken, Task<string>> readAddress, TimeProvider time,
        Func<AlertTargetKind, IAlertDelivery>? deliveries)
    {
        _ledger = ledger;
        _due = due;
        _digest = digest;
        _readAddress = readAddress;
        _time = time;
        _deliveries = deliveries ?? (kind => kind switch
        {
            AlertTargetKind.Mail => new MailDelivery(),
            AlertTargetKind.Program => new ProgramDelivery(),
            _ => new WebDelivery(time),
        });
    }

    /// <summary>Sends what is due, and what an earlier run could not send. A target that fails does not stop the others.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="connections">The connections there are.</param>
    /// <param name="options">What to send.</param>
    /// <param name="warn">Receives a warning for each check that failed.</param>
    /// <param name="cancellationToken">Ends the work. An alert that is being sent then comes again after ten minutes.</param>
    /// <returns>A record for each alert that is due for a target and was not sent before.</returns>
    /// <exception cref="ElevenCostException">The ledger can't be read or written.</exception>
    public async IAsyncEnumerable<AlertDelivery> RunAsync(
        IReadOnlyList<AlertTarget> targets, IReadOnlyList<Connection> connections, AlertRunOptions options, Action<Warning> warn,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var topics = targets.SelectMany(TopicsOf).ToHashSet();
        IReadOnlyList<DueAlert> found = await _due.FindAsync(topics, connections, warn, cancellationToken);
        var digests = new Dictionary<string, DueAlert?>(StringComparer.OrdinalIgnoreCase);
        foreach (AlertTarget target in targets)
        {
            List<DueAlert> due = [.. found.Where(alert => alert.IsFor(target))];
            if (options.Digest is { } period && TopicsOf(target).Contains(AlertTopic.Digest) && await DigestOfAsync(target) is { } digest)
            {
                due.Add(digest);
            }

            await foreach (AlertDelivery delivery in RunAsync(target, due, options.IsDryRun, cancellationToken))
            {
                yield return delivery;
            }

            async Task<DueAlert?> DigestOfAsync(AlertTarget one)
            {
                string scope = one.Connection ?? "";
                if (!digests.TryGetValue(scope, out DueAlert? written))
                {
                    WildcardPattern? pattern = one.Connection is null ? null : WildcardPattern.Parse(one.Connection);
                    Connection[] own = [.. connections.Where(connection => pattern?.IsMatch(connection.Name) != false)];
                    written = own.Length == 0 ? null : await _digest.WriteAsync(options.Digest.Value, options.DigestBy, own, connections, scope, warn, cancellationToken);
                    digests.Add(scope, written);
                }

                return written;
            }
        }
    }

    private static IReadOnlyList<AlertTopic> TopicsOf(AlertTarget target) =>
        target.Topics is { } topics ? [.. topics.Split(',').Select(Enum.Parse<AlertTopic>)] : Enum.GetValues<AlertTopic>();

    private async IAsyncEnumerable<AlertDelivery> RunAsync(
        AlertTarget target, List<DueAlert> due, bool isDryRun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<KeptAlert> all = await _ledger.ReadAlertsAsync(_time, cancellationToken);
        Dictionary<string, KeptAlert> kept = all.Where(alert => alert.Target.Equals(target.Name, StringComparison.OrdinalIgnoreCase)).ToDictionary(alert => alert.Name, StringComparer.Ordinal);
        DateTime since = _time.GetUtcNow().UtcDateTime - LongestDelay;
        var names = due.Select(alert => alert.Message.Alert).ToHashSet(StringComparer.Ordinal);
        foreach (KeptAlert unsent in kept.Values.Where(alert => alert is { SentAt: null, IsClaimed: false } && alert.FirstDueAt >= since && !names.Contains(alert.Name)))
        {
            if (unsent.Document is { } document && AlertMessage.FromJson(document) is { } message)
            {
                due.Add(new DueAlert(message, []));
            }
        }

        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (DueAlert alert in due.Where(alert => kept.GetValueOrDefault(alert.Message.Alert)?.SentAt is null))
        {
            if (covered.Contains(alert.Message.Alert))
            {
                continue;
            }

            bool isClaimed = kept.GetValueOrDefault(alert.Message.Alert)?.IsClaimed == true;
            AlertDelivery delivery = isDryRun ? Record(target, alert.Message, isClaimed ? AlertDeliveryState.Held : AlertDeliveryState.Due)
                : await SendAsync(target, alert, cancellationToken);

            // Whatever became of it: the message that covers another one says more, and is the one to be sent again.
            covered.UnionWith(alert.Covers);
            yield return delivery;
        }
    }

    private async Task<AlertDelivery> SendAsync(AlertTarget target, DueAlert alert, CancellationToken cancellationToken)
    {
        AlertMessage message = alert.Message;
        string? claim = await _ledger.ClaimAlertAsync(target.Name, message.Alert, message.ToJson(), _time, cancellationToken);
        if (claim is null)
        {
            return Record(target, message, AlertDeliveryState.Held);
        }

        try
        {
            var address = AlertAddress.Parse(target, await _readAddress(target, cancellationToken));
            await _deliveries(target.Kind).DeliverAsync(target, address, message, cancellationToken);
        }
        catch (ElevenCostException failure)
        {
            await _ledger.ReleaseAlertAsync(claim, _time, cancellationToken);
            return Record(target, message, AlertDeliveryState.Failed) with
            {
                ErrorId = failure.ErrorId, Error = failure.Message, Remedy = failure.Remedy, ErrorCategory = failure.Category,
            };
        }

        // Not to be cancelled: it is sent, and must not be sent again.
        await _ledger.MarkAlertSentAsync(claim, target.Name, alert.Covers, _time, CancellationToken.None);
        return Record(target, message, AlertDeliveryState.Sent);
    }

    private static AlertDelivery Record(AlertTarget target, AlertMessage message, AlertDeliveryState state) => new()
    {
        Target = target.Name, Kind = target.Kind, Topic = message.Topic, Severity = message.Severity, State = state, Title = message.Title, Text = message.FullText,
        Alert = message.Alert,
    };
}
