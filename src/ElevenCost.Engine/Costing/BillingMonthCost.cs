using System.Numerics;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The fee and the overage of one billing month, and what they make of a credit on each of its days.</summary>
/// <remarks>
/// The fee is spread over all usage of the month that is known: over the usage so far while the month goes on. Overage is what was used
/// after the plan's credits, and those rolled over into the month, were used up, in order of days; on the day on which that happens every
/// credit bears the same part of it.
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
    /// <param name="entries">What is known of days, by date.</param>
    /// <param name="today">Today: later days have not come.</param>
    public BillingMonthCost(BillingMonth month, Dictionary<DateOnly, DayEntry> entries, DateOnly today)
    {
        Month = month;
        DateOnly[] days = [.. month.Days.EachDay().Where(day => day <= today)];
        Gaps = [.. days.Where(day => entries.GetValueOrDefault(day) is not { } entry || entry.State == DayState.Failed)];
        Credits = days.Sum(day => entries.GetValueOrDefault(day)?.Credits ?? 0);
        IsRolloverKnown = month.CreditLimit is not null;
        foreach (BilledPlan plan in month.Plans)
        {
            if (plan.Price.Rate is not { } rate)
            {
                Reason = plan.Price.Reason;
                AddUp(days, entries);
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
        _feePerCredit = Credits == 0 ? Fraction.Zero : Fee * new Fraction(1, Credits);
        AddUp(days, entries);
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

    /// <summary>The days up to today that are missing or failed, in order.</summary>
    public IReadOnlyList<DateOnly> Gaps { get; }

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

    private void AddUp(DateOnly[] days, Dictionary<DateOnly, DayEntry> entries)
    {
        // Rollover comes on top of the plan's credits and is never less than none.
        long included = Math.Max(Quota, Month.CreditLimit ?? 0);
        long used = 0;
        foreach (DateOnly day in days)
        {
            DayEntry? entry = entries.GetValueOrDefault(day);
            long credits = entry?.Credits ?? 0;
            long beyond = Math.Max(0, used + credits - Math.Max(included, used));
            used += credits;
            Completeness own = entry is null or { State: DayState.Failed } ? Completeness.Partial
                : entry.State == DayState.Provisional ? Completeness.Provisional
                : Completeness.Final;
            Completeness = own > Completeness ? own : Completeness;
            _days.Add(day, new DayOfMonth(beyond == 0 ? Fraction.Zero : PerCredit(day, beyond, credits), Completeness));
        }

        if (Completeness == Completeness.Final && (days.Length == 0 || days[^1] < Month.Days.End))
        {
            Completeness = Completeness.Provisional;
        }
    }

    /// <summary>The overage of a day by credit; null where it is not known whether there is any, or at which rate.</summary>
    private Fraction? PerCredit(DateOnly day, long beyond, long credits)
    {
        int plan = Month.Plans.ToList().FindIndex(plan => plan.Days.Contains(day));
        if (plan >= _rates.Count || _rates[plan].OveragePer1000Credits is not { } rate)
        {
            return null;
        }

        return rate == 0 ? Fraction.Zero
            : IsRolloverKnown ? Fraction.Of(rate) * new Fraction(beyond, (BigInteger)1000 * credits)
            : null;
    }

    private readonly record struct DayOfMonth(Fraction? OveragePerCredit, Completeness Completeness);
}
