namespace ElevenCost.Engine.Ledger;

/// <summary>An alert as the ledger stores it, for one target. Immutable.</summary>
/// <param name="Target">The target's name in upper case: names are compared without regard to case.</param>
/// <param name="Name">Names the alert and its period.</param>
/// <param name="FirstDueAt">When it was first due, in UTC.</param>
/// <param name="SentAt">When it was sent, in UTC; null if it was not.</param>
/// <param name="IsClaimed">Whether a process is sending it now.</param>
/// <param name="Document">The message; null once it was sent.</param>
public sealed record KeptAlert(string Target, string Name, DateTime FirstDueAt, DateTime? SentAt, bool IsClaimed, string? Document);

/// <summary>Which alerts are due or were sent. The unique key of a row lets one process on all machines send an alert to a target.</summary>
internal static class AlertTable
{
    /// <summary>How long a claim holds. The sending of one alert is bounded by less, so whoever still holds it afterwards has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    // A budget of a year is the longest period.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    /// <summary>The alerts of the last 400 days.</summary>
    public static IReadOnlyList<KeptAlert> Read(LedgerSession session, TimeProvider time)
    {
        DateTime now = session.Database.Now(session, time);
        return session.List(
            "SELECT target, name, first_due_at, sent_at, claimed_until, document FROM alert WHERE first_due_at >= @since ORDER BY first_due_at, target, name",
            reader => new KeptAlert(
                reader.GetString(0), reader.GetString(1), LedgerText.Instant(reader.GetString(2)), reader.TextOrNull(3) is { } sent ? LedgerText.Instant(sent) : null,
                LedgerText.Instant(reader.GetString(4)) > now, reader.TextOrNull(5)),
            ("since", LedgerText.Of(now - Remembered)));
    }

    /// <summary>Claims an alert: true for the one that is to send it.</summary>
    public static bool Claim(LedgerSession session, string token, string target, string name, string document, TimeProvider time)
    {
        DateTime now = session.Database.Now(session, time);
        return session.Execute(
            "INSERT INTO alert (target, name, token, claimed_until, first_due_at, sent_at, document) VALUES (@target, @name, @token, @until, @now, NULL, @document) "
            + "ON CONFLICT (target, name) DO UPDATE SET token = excluded.token, claimed_until = excluded.claimed_until, document = excluded.document "
            + "WHERE alert.sent_at IS NULL AND alert.claimed_until <= @now",
            ("target", IdOf(target)), ("name", name), ("token", token), ("until", LedgerText.Of(now + Lease)), ("now", LedgerText.Of(now)), ("document", document)) == 1;
    }

    /// <summary>Marks an alert as sent, and others as covered by it.</summary>
    public static void MarkSent(LedgerSession session, string token, string target, IReadOnlyList<string> covered, TimeProvider time)
    {
        string now = LedgerText.Of(session.Database.Now(session, time));
        session.Execute("UPDATE alert SET sent_at = @now, document = NULL WHERE token = @token", ("now", now), ("token", token));
        foreach (string name in covered)
        {
            session.Execute(
                "INSERT INTO alert (target, name, token, claimed_until, first_due_at, sent_at, document) VALUES (@target, @name, '', @now, @now, @now, NULL) "
                + "ON CONFLICT (target, name) DO UPDATE SET sent_at = coalesce(alert.sent_at, excluded.sent_at), document = NULL",
                ("target", IdOf(target)), ("name", name), ("now", now));
        }
    }

    /// <summary>Gives a claim up: the next run sends the alert.</summary>
    public static void Release(LedgerSession session, string token, TimeProvider time) => session.Execute(
        "UPDATE alert SET claimed_until = @now WHERE token = @token AND sent_at IS NULL",
        ("now", LedgerText.Of(session.Database.Now(session, time))), ("token", token));

    /// <summary>Every row, as it is.</summary>
    public static List<AlertRow> ReadRows(LedgerSession session) => session.List(
        "SELECT target, name, first_due_at, sent_at, document FROM alert",
        reader => new AlertRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.TextOrNull(4)));

    /// <summary>Inserts the rows that are missing, without a claim. An alert that was sent from either is sent.</summary>
    /// <returns>How many changed something.</returns>
    public static int Merge(LedgerSession session, IReadOnlyList<AlertRow> rows) => rows.Sum(row => session.Execute(
        "INSERT INTO alert (target, name, token, claimed_until, first_due_at, sent_at, document) VALUES (@target, @name, '', @due, @due, @sent, @document) "
        + "ON CONFLICT (target, name) DO UPDATE SET sent_at = excluded.sent_at, document = NULL WHERE alert.sent_at IS NULL AND excluded.sent_at IS NOT NULL",
        ("target", row.Target), ("name", row.Name), ("due", row.FirstDueAt), ("sent", row.SentAt), ("document", row.Document)));

    private static string IdOf(string target) => target.ToUpperInvariant();
}

/// <summary>A row of <see cref="AlertTable"/> for a copy. Immutable.</summary>
internal sealed record AlertRow(string Target, string Name, string FirstDueAt, string? SentAt, string? Document);
