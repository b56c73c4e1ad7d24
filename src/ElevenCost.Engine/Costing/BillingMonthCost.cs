using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The fee of one billing month and what was used beyond the plan, and what they make of a credit on each of its days.</summary>
/// <remarks>
/// The fee is spread over all usage of the month that is known: over the usage so far while the month goes on. Use beyond the plan is what was
/// used after the plan's credits, and those rolled over into the month, were used up, in order of days; on the day on which that happens every
/// credit bears the same part of it. A refund takes back what was last used beyond the plan, so that it is never below 0, on any day. It is
/// overage on usage-based billing, and drawn from the prepaid balance on Pay As You Go. Where several connections draw on one pool of credits,
/// the usage of all of them counts.
/// </remarks>
internal sealed class BillingMonthCost
{
    private readonly Dictionary<DateOnly, DayOfMonth> _days = [];
    private readonly List<(DateOnly Day, Fraction Drawn)> _drawn = [];
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
            Reason = $"The currency of the plan changed within the billing month {month.Days}, so its fee has no single currency.";
        }

        _currency = _rates[0].Currency;
        _version = string.Join(UnitPrice.VersionSeparator, _rates.Select(rate => rate.Version).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        _feePerCredit = Credits == 0 ? Fraction.Zero : Fee * new Fraction(1, Credits);
        AddUp(days);
    }

    /// <summary>The month.</summary>
    public BillingMonth Month { get; }

    /// <summary>Why the month has no price; null if it has one.</summary>
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
        _rates.Where(rate => rate.BeyondPerCredit is null).Select(rate => rate.Version).Distinct(StringComparer.Ordinal);

    /// <summary>How far what depends on the days up to one, included, can be trusted.</summary>
    public Completeness CompletenessUpTo(DateOnly day) => _days[day].Completeness;

    /// <summary>ISO 4217 code of the amounts; empty if the month has no price.</summary>
    public string Currency => _currency;

    /// <summary>What use beyond the plan costs in the month: overage, or drawn from the balance; null if unknown.</summary>
    public Fraction? Beyond { get; private set; } = Fraction.Zero;

    /// <summary>What of <see cref="Beyond"/> was drawn from the balance on each day that anything was.</summary>
    public IReadOnlyList<(DateOnly Day, Fraction Drawn)> DrawnByDay => _drawn;

    /// <summary>Whether credits of a day may be overage that has no known price.</summary>
    public bool LacksOverage(DateOnly day) => _days[day].BeyondPerCredit is null;

    /// <summary>What a credit of a day bears of the fee, and of what use beyond the plan costs where that is known.</summary>
    public UnitPrice Amortized(DateOnly day) =>
        new(_feePerCredit + (_days[day].BeyondPerCredit ?? Fraction.Zero), _currency, _version, _feePerCredit, LacksOverage(day));

    /// <summary>What a credit of a day bears of the overage; only where that is known. 0 on Pay As You Go.</summary>
    public UnitPrice Overage(DateOnly day) =>
        new(_days[day].IsDrawn ? Fraction.Zero : _days[day].BeyondPerCredit!.Value, _currency, _version, Fraction.Zero);

    private void AddUp(IReadOnlyList<PoolDay> days)
    {
        // Rollover comes on top of the plan's credits and is never less than none.
        long included = Math.Max(Quota, Month.CreditLimit ?? 0);
        var steps = days.GroupBy(day => day.Start).OrderBy(day => day.Key).Select(together => new DayStep([.. together])).ToList();
        Int128 used = 0;
        foreach (DayStep step in steps)
        {
            Int128 before = Int128.Max(0, used - included);
            used += step.Credits;
            step.IsBeyond = used > included;
            step.Beyond = Int128.Max(0, used - included) - before;
        }

        TakeBack(steps);
        foreach (DayStep step in steps)
        {
            foreach (PoolDay day in step.Days)
            {
                Completeness own = day.IsGap ? Completeness.Partial
                    : day.Entry?.State == DayState.Provisional ? Completeness.Provisional
                    : Completeness.Final;
                Completeness = own > Completeness ? own : Completeness;
            }

            // A day whose usage other days hold has only these to go by: either all was used up before it, or nothing of it was beyond.
            Fraction share = step.Credits > 0 ? new Fraction(step.Beyond, step.Credits)
                : new Fraction(step.Credits == 0 && step.IsBeyond ? 1 : 0, 1);

            // The day of a connection in another zone may lie a day beside the month's.
            DateOnly date = (step.Days.FirstOrDefault(day => day.IsOwn) is { IsOwn: true } priced ? priced : step.Days[0]).Date;
            BilledPlan plan = Month.Plans.FirstOrDefault(plan => plan.Days.Contains(date)) ?? Month.Plans[^1];
            bool isDrawn = plan.Price.Rate?.Billing == BillingGeneration.PayAsYouGo;
            Fraction? perCredit = share.Numerator.IsZero ? Fraction.Zero : PerCredit(plan);
            AddBeyond(date, step.Beyond == 0 ? Fraction.Zero : PerCredit(plan) is { } rate ? rate * new Fraction(step.Beyond, 1) : null, isDrawn);
            foreach (PoolDay day in step.Days.Where(day => day.IsOwn))
            {
                _days.Add(day.Date, new DayOfMonth(perCredit is { } price ? price * share : null, isDrawn, Completeness));
            }
        }

        if (Completeness == Completeness.Final && !_days.ContainsKey(Month.Days.End))
        {
            Completeness = Completeness.Provisional;
        }
    }

    private void AddBeyond(DateOnly day, Fraction? beyond, bool isDrawn)
    {
        Beyond = Beyond is { } sum && beyond is { } more ? sum + more : null;
        if (isDrawn && beyond is { Numerator.IsZero: false } drawn)
        {
            _drawn.Add((day, drawn));
        }
    }

    /// <summary>Lets each refund take back what was last used beyond the plan before it.</summary>
    private static void TakeBack(List<DayStep> steps)
    {
        for (int refund = 0; refund < steps.Count; refund++)
        {
            for (int earlier = refund - 1; steps[refund].Beyond < 0 && earlier >= 0; earlier--)
            {
                Int128 back = Int128.Min(steps[earlier].Beyond, -steps[refund].Beyond);
                steps[earlier].Beyond -= back;
                steps[refund].Beyond += back;
            }
        }
    }

    /// <summary>What a credit beyond a plan costs; null if unknown whether there is any, or at which rate.</summary>
    private Fraction? PerCredit(BilledPlan plan) =>
        plan.Price.Rate is not { BeyondPerCredit: { } rate } ? null
        : rate.Numerator.IsZero ? Fraction.Zero
        : IsRolloverKnown ? rate
        : null;

    /// <param name="BeyondPerCredit">What every credit of the day bears of its use beyond the plan; null if that is not known.</param>
    /// <param name="IsDrawn">Whether it is drawn from the balance.</param>
    /// <param name="Completeness">How far what depends on the days up to it can be trusted.</param>
    private readonly record struct DayOfMonth(Fraction? BeyondPerCredit, bool IsDrawn, Completeness Completeness);

    /// <summary>The days of a pool that begin in one instant.</summary>
    private sealed class DayStep(IReadOnlyList<PoolDay> days)
    {
        public IReadOnlyList<PoolDay> Days { get; } = days;

        public long Credits { get; } = days.Where(day => day.Counts).Sum(day => day.Entry?.Credits ?? 0);

        /// <summary>Credits of the day beyond the plan, of which no refund took any back.</summary>
        public Int128 Beyond { get; set; }

        /// <summary>Whether more than the plan was used when the day ended.</summary>
        public bool IsBeyond { get; set; }
    }
}
