using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>When a plan's credits reset: every month from the resets that snapshots reported, in UTC. Immutable.</summary>
/// <remarks>
/// Before the first reset that was reported, and after the last, the same day and time of every month is taken. Where a snapshot reports a reset
/// that does not go on from the one before, a new cycle began: at the reset a month before the one it tells.
/// </remarks>
internal sealed class ResetCalendar
{
    // Less is a clock that was changed, not a subscription: an hour at the most, where resets keep to a local time.
    private static readonly TimeSpan SameReset = TimeSpan.FromHours(23);

    private readonly List<Cycle> _cycles = [];

    /// <summary>Adds every reset that snapshots report.</summary>
    /// <param name="snapshots">In order of time.</param>
    public ResetCalendar(IEnumerable<SubscriptionSnapshot> snapshots)
    {
        DateTime lastSeen = DateTime.MinValue;
        foreach (SubscriptionSnapshot snapshot in snapshots)
        {
            if (snapshot.NextResetAt is not { } reset)
            {
                continue;
            }

            if (_cycles.Count == 0)
            {
                _cycles.Add(new Cycle(DateTime.MinValue, reset));
            }
            else
            {
                TakeUp(snapshot.At, reset, lastSeen);
            }

            lastSeen = snapshot.At;
        }
    }

    /// <summary>Whether any reset is known.</summary>
    public bool IsKnown => _cycles.Count > 0;

    /// <summary>Whether two instants are the same reset.</summary>
    public static bool IsSame(DateTime left, DateTime right) => (left - right).Duration() < SameReset;

    /// <summary>The month that holds an instant, in UTC, and when it would end if no new cycle began before.</summary>
    public (DateTime Start, DateTime End, DateTime FullEnd) MonthOf(DateTime instant)
    {
        int index = Math.Max(0, _cycles.FindLastIndex(cycle => cycle.From <= instant));
        Cycle cycle = _cycles[index];
        int month = cycle.MonthOf(instant);
        DateTime fullEnd = cycle.Reset(month + 1);
        DateTime end = index + 1 < _cycles.Count && _cycles[index + 1].From < fullEnd ? _cycles[index + 1].From : fullEnd;
        DateTime start = cycle.Reset(month);
        return (start > cycle.From ? start : cycle.From, end, fullEnd);
    }

    private void TakeUp(DateTime seenAt, DateTime reset, DateTime lastSeen)
    {
        Cycle current = _cycles[^1];
        if (current.Has(reset))
        {
            return;
        }

        var reported = new Cycle(DateTime.MinValue, reset);
        if (reported.Has(current.Anchor))
        {
            // The anchor was the last day of a short month: the longer one tells the true day.
            _cycles[^1] = current with { Anchor = reset };
            return;
        }

        int month = reported.MonthOf(seenAt);
        DateTime start = reported.Reset(month);

        // One that would have begun before the reset was last told otherwise counts from the next reset.
        DateTime from = start > lastSeen ? start : reported.Reset(month + 1);

        // What was to come is no more.
        _cycles.RemoveAll(cycle => cycle.From >= from);
        _cycles.Add(reported with { From = from });
    }

    /// <param name="From">From when it holds.</param>
    /// <param name="Anchor">A reset; the others are whole months away from it.</param>
    private sealed record Cycle(DateTime From, DateTime Anchor)
    {
        public DateTime Reset(int month) => Anchor.AddMonths(month);

        public int MonthOf(DateTime instant)
        {
            int month = ((instant.Year - Anchor.Year) * 12) + instant.Month - Anchor.Month;
            return Reset(month) > instant ? month - 1 : month;
        }

        public bool Has(DateTime reset)
        {
            int month = MonthOf(reset);
            return IsSame(reset, Reset(month)) || IsSame(reset, Reset(month + 1));
        }
    }
}
