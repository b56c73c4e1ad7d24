using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The fee and the overage of one billing month, and what they make of a credit on each of its days.</summary>
/// <remarks>
/// The fee is spread over all usage of the month that is known: over the usage so far while the month goes on. Overage is what was used
/// after the plan's credits, and those rolled over into the month, were used up, in order of days; on the day on which that happens every
/// credit bears the same part of it. Credits that come back, such as a refund, take back the latest overage before them, so that the month's
/// is what its total is beyond the plan, and no day's is below 0. Where several connections draw on one pool of credits, the usage of all of them counts.
/// </remarks>
internal sealed class BillingMonthCost
{
    private readonly Dictionary<DateOnly, DayOfMonth> _days = [];
    private readonly List<PlanRate> _rates = [];
    private readonly string _version = "";
    private readonly string _currency = "";
    private readonly Fraction _feePerCredit = Fraction.Zero;

    /// <summary>Adds the month up.</summary>
    /// <param name="month">The month.</param>
    /// <param name="days">Its days that have come, of every connection that draws on the plan's credits.</param>
    public BillingMonthCost(BillingMonth month, IReadOnlyList<PoolDay> days)
    {
        Month = month;
        Gaps = [.. days.Where(day => day.IsGap)];
        Credits = days.Where(day => day.Counts).Sum(day => day.Entry?.Credits ?? 0);
        IsRolloverKnown = month.CreditLimit is not null;
        foreach (BilledPlan plan in month.Plans)
        {
            if (plan.Price.Rate is not { } rate)
            {
                Reason = plan.Price.Reason;
                AddUp(days);
                return;
            }

            _rates.Add(rate);
            Fee += Fraction.Of(rate.MonthlyPrice) * new Fraction(plan.Days.Days, month.FullDays);
        }

        if (_rates.Exists(rate => rate.Currency != _rates[0].Currency))
        {
            Reason = $"The currency of the plan changed within the billing month {month.Days}, so its fee cannot be told in one.";
        }

        _currency = _rates[0].Currency;
        _version = string.Join(UnitPrice.VersionSeparator, _rates.Select(rate => rate.Version).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

        // Where more came back than was used there is nothing that could bear the fee, as in a month without usage.
        _feePerCredit = Credits <= 0 ? Fraction.Zero : Fee * new Fraction(1, Credits);
        AddUp(days);
    }

    /// <summary>The month.</summary>
    public BillingMonth Month { get; }

    /// <summary>Why the month has no price; null where it has one.</summary>
    public string? Reason { get; }

    /// <summary>What is due for the month whatever is used of it.</summary>
    public Fraction Fee { get; } = Fraction.Zero;

    /// <summary>All credits of the month that are known.</summary>
    public long Credits { get; }

    /// <summary>The credits of the plan, without rollover: of the last plan, where it changed; 0 where the month has no price.</summary>
    public long Quota => _rates.Count == 0 ? 0 : _rates[^1].MonthlyCredits;

    /// <summary>Whether it is known how many credits were rolled over into the month.</summary>
    public bool IsRolloverKnown { get; }

    /// <summary>The days up to today that are missing or failed, in order within each connection.</summary>
    public IReadOnlyList<PoolDay> Gaps { get; }

    /// <summary>How far what depends on the whole month can be trusted; at best provisional while the month goes on.</summary>
    public Completeness Completeness { get; private set; }

    /// <summary>The prices that tell no overage rate.</summary>
    public IEnumerable<string> VersionsWithoutOverageRate =>
        _rates.Where(rate => rate.OveragePer1000Credits is null).Select(rate => rate.Version).Distinct(StringComparer.Ordinal);

    /// <summary>How far what depends on the days up to one, included, can be trusted.</summary>
    public Completeness CompletenessUpTo(DateOnly day) => _days[day].Completeness;

    /// <summary>Whether credits of a day may be overage that has no known price.</summary>
    public bool LacksOverage(DateOnly day) => _days[day].OveragePerCredit is null;

    /// <summary>What a credit of a day bears of the fee, and of the overage where that is known.</summary>
    public UnitPrice Amortized(DateOnly day) =>
        new(_feePerCredit + (_days[day].OveragePerCredit ?? Fraction.Zero), _currency, _version, _feePerCredit, LacksOverage(day));

    /// <summary>What a credit of a day bears of the overage; only where that is known.</summary>
    public UnitPrice Overage(DateOnly day) => new(_days[day].OveragePerCredit!.Value, _currency, _version, Fraction.Zero);

    private void AddUp(IReadOnlyList<PoolDay> days)
    {
        // Rollover comes on top of the plan's credits and is never less than none.
        long included = Math.Max(Quota, Month.CreditLimit ?? 0);
        IGrouping<DateTimeOffset, PoolDay>[] inOrder = [.. days.GroupBy(day => day.Start).OrderBy(day => day.Key)];
        long[] credits = [.. inOrder.Select(together => together.Where(day => day.Counts).Sum(day => day.Entry?.Credits ?? 0))];
        long[] beyond = BeyondByDay(credits, included);
        long beyondSoFar = 0;
        for (int at = 0; at < inOrder.Length; at++)
        {
            IGrouping<DateTimeOffset, PoolDay> together = inOrder[at];

            // A day whose usage other days hold has only these to go by: either all was used up before it, or nothing of it was beyond.
            Fraction share = credits[at] > 0 ? new Fraction(beyond[at], credits[at])
                : new Fraction(beyondSoFar > 0 && !together.Any(day => day.Counts) ? 1 : 0, 1);
            beyondSoFar += beyond[at];
            foreach (PoolDay day in together)
            {
                Completeness own = day.IsGap ? Completeness.Partial
                    : day.Entry?.State == DayState.Provisional ? Completeness.Provisional
                    : Completeness.Final;
                Completeness = own > Completeness ? own : Completeness;
            }

            foreach (PoolDay day in together.Where(day => day.IsOwn))
            {
                _days.Add(day.Date, new DayOfMonth(share.Numerator.IsZero ? Fraction.Zero : PerCredit(day.Date, share), Completeness));
            }
        }

        if (Completeness == Completeness.Final && !_days.ContainsKey(Month.Days.End))
        {
            Completeness = Completeness.Provisional;
        }
    }

    /// <summary>The credits of each day that are beyond those included, none below 0; their sum is what the total of all days is beyond them.</summary>
    private static long[] BeyondByDay(long[] credits, long included)
    {
        long[] beyond = new long[credits.Length];
        long used = 0;
        for (int day = 0; day < credits.Length; day++)
        {
            long change = Math.Max(0, used + credits[day] - included) - Math.Max(0, used - included);
            used += credits[day];
            beyond[day] = Math.Max(0, change);
            long back = Math.Max(0, -change);
            for (int earlier = day - 1; back > 0; earlier--)
            {
                long taken = Math.Min(back, beyond[earlier]);
                beyond[earlier] -= taken;
                back -= taken;
            }
        }

        return beyond;
    }

    /// <summary>The overage of a day by credit; null where it is not known whether there is any, or at which rate.</summary>
    private Fraction? PerCredit(DateOnly day, Fraction beyond)
    {
        int plan = Month.Plans.ToList().FindIndex(plan => plan.Days.Contains(day));
        if (plan >= _rates.Count || _rates[plan].OveragePer1000Credits is not { } rate)
        {
            return null;
        }

        return rate == 0 ? Fraction.Zero
            : IsRolloverKnown ? Fraction.Of(rate) * new Fraction(1, 1000) * beyond
            : null;
    }

    private readonly record struct DayOfMonth(Fraction? OveragePerCredit, Completeness Completeness);
}
