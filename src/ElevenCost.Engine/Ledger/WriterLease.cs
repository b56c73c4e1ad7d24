using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>The right to sync a connection, which one process on all machines has at a time. Given up by <see cref="DisposeAsync"/>.</summary>
/// <remarks>
/// It keeps two syncs from doing the same work. It does not protect data: a replacement is one transaction, and what was read earlier never
/// replaces what was read later.
/// </remarks>
public sealed class WriterLease : IAsyncDisposable
{
    /// <summary>How long to wait for another sync.</summary>
    internal static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(2);

    // A holder that has not been seen for this long is taken for dead.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    // A process of this machine is watched for this long first: a clock that was set makes a lease look silent, and moves the start of a process. Only one
    // that is stopped, or another one of the same number, does not renew the lease meanwhile.
    private static readonly TimeSpan LongestWatch = BetweenRenewals + TimeSpan.FromSeconds(5);

    // .NET computes a start time from the time since boot, which differs a little from process to process.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(3);

    // Which leases this process really holds: one that it could not give up is not alive because the process is.
    private static readonly ConcurrentDictionary<string, bool> Held = new(StringComparer.Ordinal);

    private readonly RelationalLedger _ledger;
    private readonly string _token;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewing;

    private WriterLease(RelationalLedger ledger, string token, TimeProvider time, bool waited)
    {
        _ledger = ledger;
        _token = token;
        _time = time;
        Waited = waited;
        _renewing = RenewAsync();
    }

    /// <summary>Whether another sync held it first, so that what was read of the ledger before may be old.</summary>
    public bool Waited { get; }

    /// <summary>Gives it up. If the ledger can't be written, it ends by itself: the token is no longer held by this process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Held.TryRemove(_token, out _))
        {
            return;
        }

        await _released.CancelAsync();
        Task release = _ledger.Database.WriteAsync(session => session.Execute("DELETE FROM writer WHERE token = @token", ("token", _token)), CancellationToken.None);
        using var patience = new CancellationTokenSource(ReleasePatience);
        await Task.WhenAny(Task.WhenAll(release, _renewing).ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default),
            Task.Delay(Timeout.Infinite, patience.Token).ContinueWith(static _ => (AggregateException?)null, TaskScheduler.Default));
        _released.Dispose();
    }

    /// <summary>Takes the lease of a connection, and keeps what is needed to ask for its usage without its key.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerLocked</c>: another sync has it all the while; or the ledger can't be written.</exception>
    internal static async Task<WriterLease> TakeAsync(RelationalLedger ledger, string name, string? settings, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        string token = Guid.NewGuid().ToString("N");
        long start = time.GetTimestamp();
        Held[token] = true;
        try
        {
            Holder? watched = null;
            long watchedSince = start;
            while (true)
            {
                Holder? before = watched;
                TimeSpan watchedFor = time.GetElapsedTime(watchedSince);
                Holder? holder = await ledger.Database.WriteAsync(
                    session => TryTake(session, name, settings, token, time, held => held == before ? watchedFor : TimeSpan.Zero), cancellationToken);
                if (holder is null)
                {
                    return new WriterLease(ledger, token, time, waited: watched is not null);
                }

                if (holder != watched)
                {
                    watched = holder;
                    watchedSince = time.GetTimestamp();
                }

                if (time.GetElapsedTime(start) >= patience)
                {
                    throw LedgerErrors.Locked(ledger.Location, string.Create(CultureInfo.InvariantCulture,
                        $"process {holder.Process} on {holder.Machine} has been syncing '{name}' since {holder.Since:yyyy-MM-dd HH:mm:ss} UTC"));
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch
        {
            Held.TryRemove(token, out _);
            throw;
        }
    }

    /// <summary>Renews it until it is given up: between two writes a sync can wait for longer than a lease lasts, for answers or for its disk.</summary>
    private async Task RenewAsync()
    {
        CancellationToken released = _released.Token;
        using var timer = new PeriodicTimer(BetweenRenewals, _time);
        while (!released.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(released);
                await _ledger.Database.WriteAsync(session => session.Execute(
                    "UPDATE writer SET seen = @seen WHERE token = @token", ("seen", LedgerText.Of(_ledger.Database.Now(session, _time))), ("token", _token)), released);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ElevenCostException)
            {
                // The sync finds this out with its next write, and the next renewal may succeed.
            }
        }
    }

    private static Holder? TryTake(LedgerSession session, string name, string? settings, string token, TimeProvider time, Func<Holder, TimeSpan> watchedFor)
    {
        // Locks the connection's row, so that two processes don't both find the lease free.
        int connection = RelationalLedger.Require(session, name, null);
        DateTime now = session.Database.Now(session, time);
        Holder? holder = session.List("SELECT token, machine, process, process_started, since, seen FROM writer WHERE connection = @connection", reader => new Holder(
            reader.GetString(0), reader.GetString(1), reader.GetInt32(2), LedgerText.Instant(reader.GetString(3)), LedgerText.Instant(reader.GetString(4)),
            LedgerText.Instant(reader.GetString(5))), ("connection", connection)).FirstOrDefault();
        if (holder is not null && IsAlive(holder, now, watchedFor(holder)))
        {
            return holder;
        }

        using var self = Process.GetCurrentProcess();
        session.Execute("DELETE FROM writer WHERE connection = @connection", ("connection", connection));
        session.Execute(
            "INSERT INTO writer (connection, token, machine, process, process_started, since, seen) VALUES (@connection, @token, @machine, @process, @started, @now, @now)",
            ("connection", connection), ("token", token), ("machine", Environment.MachineName), ("process", self.Id), ("started", LedgerText.Of(self.StartTime)),
            ("now", LedgerText.Of(now)));
        if (settings is not null)
        {
            session.Execute("UPDATE connection SET settings = @settings WHERE connection = @connection AND (settings IS NULL OR settings <> @settings)",
                ("settings", settings), ("connection", connection));
        }

        return null;
    }

    private static bool IsAlive(Holder holder, DateTime now, TimeSpan watchedFor)
    {
        bool isSilent = now - holder.Seen > LongestSilence;
        return holder.Machine != Environment.MachineName ? !isSilent
            : holder.Process == Environment.ProcessId ? Held.ContainsKey(holder.Token)
            : IsRunning(holder) is { } isSame && ((isSame && !isSilent) || watchedFor < LongestWatch);
    }

    /// <summary>Whether the process of that number is the holder's, by its start; null if there is none.</summary>
    private static bool? IsRunning(Holder holder)
    {
        try
        {
            using var process = Process.GetProcessById(holder.Process);
            return (process.StartTime.ToUniversalTime() - holder.ProcessStarted).Duration() <= StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended, perhaps just now.
            return null;
        }
        catch (Exception e) when (e is Win32Exception or NotSupportedException)
        {
            // It runs, and belongs to another user.
            return true;
        }
    }

    private sealed record Holder(string Token, string Machine, int Process, DateTime ProcessStarted, DateTime Since, DateTime Seen);
}

/// <summary>What the ledger stores of a connection, so that a machine without its key can ask. Never where a key is.</summary>
internal sealed record KeptConnection
{
    /// <summary>The name as it was given.</summary>
    public required string Name { get; init; }

    /// <summary>Where the API is.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>IANA name of the zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whose usage is read.</summary>
    public required ConnectionScope Scope { get; init; }

    /// <summary>What usage is read by.</summary>
    public required Dimension[] Dimensions { get; init; }

    /// <summary>When the connection was made, in UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The generation of billing as the user set it: costs depend on it.</summary>
    public BillingTerm[] Billing { get; init; } = [];

    /// <summary>The prepaid balance that the user stated; null if none was.</summary>
    public decimal? Balance { get; init; }

    /// <summary>The currency of the balance; null if that is null.</summary>
    public string? BalanceCurrency { get; init; }

    /// <summary>The day of the balance; null if that is null.</summary>
    public DateTime? BalanceAsOf { get; init; }

    /// <summary>What is kept of a connection, as text.</summary>
    public static string TextOf(Connection connection) => JsonSerializer.Serialize(new KeptConnection
    {
        Name = connection.Name,
        BaseUri = connection.BaseUri,
        TimeZone = connection.TimeZone,
        Scope = connection.Scope,
        Dimensions = [.. connection.Dimensions],
        CreatedAt = connection.CreatedAt,
        Billing = [.. connection.Billing],
        Balance = connection.Balance,
        BalanceCurrency = connection.BalanceCurrency,
        BalanceAsOf = connection.BalanceAsOf,
    }, LedgerJson.Relaxed.KeptConnection);

    /// <summary>The connection of a text, without a key.</summary>
    /// <exception cref="JsonException">The text is none of <see cref="TextOf"/>, or of a later version.</exception>
    public static Connection? Read(string text) => JsonSerializer.Deserialize(text, LedgerJson.Default.KeptConnection) is { } kept
        ? new Connection
        {
            Name = kept.Name,
            BaseUri = kept.BaseUri,
            TimeZone = kept.TimeZone,
            Scope = kept.Scope,
            KeySource = KeySource.None,
            Dimensions = kept.Dimensions,
            CreatedAt = kept.CreatedAt,
            Billing = kept.Billing,
            Balance = kept.Balance,
            BalanceCurrency = kept.BalanceCurrency,
            BalanceAsOf = kept.BalanceAsOf,
        }
        : null;
}
