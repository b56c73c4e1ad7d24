using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// What credits cost where that depends on the whole billing month: the fee spread over its usage, and overage in order of time. Days beyond
/// the query's range count, filters do not: what a month's credits cost is the same whichever of them are asked for.
/// </summary>
internal sealed class BillingMonthPrices : IDayPrices
{
    private readonly Connection _connection;
    private readonly IPriceBook _book;
    private readonly CostBasis _basis;
    private readonly PricingNotes _notes;
    private readonly List<BillingMonthCost> _months;

    private BillingMonthPrices(Connection connection, IPriceBook book, CostBasis basis, PricingNotes notes, List<BillingMonthCost> months)
    {
        _connection = connection;
        _book = book;
        _basis = basis;
        _notes = notes;
        _months = months;
    }

    /// <summary>Reads the days of every billing month that the range touches.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="range">The days that are asked for, up to <paramref name="today"/>.</param>
    /// <param name="book">The prices of the connection.</param>
    /// <param name="ledger">The usage.</param>
    /// <param name="today">Today in the connection's zone.</param>
    /// <param name="basis"><see cref="CostBasis.Amortized"/> or <see cref="CostBasis.Overage"/>.</param>
    /// <param name="notes">What is met goes there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<BillingMonthPrices> ReadAsync(
        Connection connection, DateRange range, IPriceBook book, IUsageLedger ledger, DateOnly today, CostBasis basis, PricingNotes notes, CancellationToken cancellationToken)
    {
        var months = new List<BillingMonth>();
        for (DateOnly day = range.Start; day <= range.End && book.BillingMonthOf(day) is { } month; day = month.Days.End.AddDays(1))
        {
            months.Add(month);
        }

        var costs = new List<BillingMonthCost>();
        PoolDays? kept = null;
        if (months.Count > 0)
        {
            CreditPool pool = book.Pool ?? CreditPool.Of(connection);
            kept = await PoolDays.ReadAsync(connection, pool, new DateRange(months[0].Days.Start, months[^1].Days.End), ledger, today, cancellationToken);
            costs.AddRange(months.Select(month => new BillingMonthCost(month, kept.Of(month))));
            notes.Pooled(connection.Name, pool, costs.Exists(cost => cost.Fee.Numerator > 0));
        }

        foreach (BillingMonthCost cost in costs)
        {
            AddNotes(connection, cost, range, basis, notes);
        }

        if (months.Exists(month => month.IsUndecided))
        {
            PossibleAmounts.AddNotes(connection, costs, month => new BillingMonthCost(month, kept!.Of(month)), basis, notes);
        }

        return new BillingMonthPrices(connection, book, basis, notes, costs);
    }

    public UnitPrice? PriceOf(DayEntry day)
    {
        PlanRateAnswer plan = _book.PlanRateOn(day.Date);
        if (plan.Rate is { IsAssumed: true } && day.Credits > 0)
        {
            _notes.Assumed(_connection.Name, _book);
        }

        if (Of(day.Date) is not { } month)
        {
            return WithoutMonth(plan);
        }

        if (month.Reason is { } reason)
        {
            _notes.Unpriced(reason);
            return null;
        }

        bool lacksOverage = month.LacksOverage(day.Date);
        if (lacksOverage)
        {
            _notes.WithoutOverage(WhyWithoutOverage(month));
        }

        return _basis == CostBasis.Amortized ? month.Amortized(day.Date) : lacksOverage ? null : month.Overage(day.Date);
    }

    public Completeness CompletenessOf(DateOnly day) =>
        Of(day) is not { } month ? Completeness.Final
        : _basis == CostBasis.Amortized ? month.Completeness
        : month.CompletenessUpTo(day);

    private static void AddNotes(Connection connection, BillingMonthCost cost, DateRange range, CostBasis basis, PricingNotes notes)
    {
        BillingMonth month = cost.Month;
        foreach (IGrouping<string, PoolDay> lacking in cost.Gaps.GroupBy(day => day.Connection))
        {
            bool isOwn = lacking.Key == connection.Name;
            DateOnly[] gaps = [.. lacking.Select(day => day.Date).Where(day => (!isOwn || !range.Contains(day)) && (basis == CostBasis.Amortized || day < range.End))];
            if (gaps.Length > 0)
            {
                notes.Add(new Warning(CostingWarnings.BillingMonthIncomplete, string.Create(CultureInfo.InvariantCulture,
                    $"{lacking.Key}: {gaps.Length} days of the billing month {month.Days} {(isOwn ? "outside the range " : "")}are missing or failed, so the price of the month's credits{(isOwn ? "" : $" of '{connection.Name}', which shares its pool,")} may be wrong."),
                    lacking.Key, gaps[^1] < DayZone.FirstDay ? null : new DateRange(gaps[0] < DayZone.FirstDay ? DayZone.FirstDay : gaps[0], gaps[^1])));
            }
        }

        if (cost.Reason is not null)
        {
            return;
        }

        if (month.Plans.Count > 1 || month.Days.Days < month.FullDays)
        {
            notes.Add(new Warning(CostingWarnings.BillingMonthSplit,
                $"{connection.Name}: the plan or the reset changed within the billing month {month.Days}, so each plan's fee counts for its days of the month; the invoice may differ."));
        }

        if (basis == CostBasis.Amortized && cost.Credits == 0 && cost.Gaps.Count == 0 && cost.Fee.Numerator > 0)
        {
            notes.Add(new Warning(CostingWarnings.FeeWithoutUsage,
                $"{connection.Name}: the billing month {month.Days} has no usage to spread its fee over, so no cost includes the fee."));
        }

        if (month.CreditLimit < cost.Quota && cost.Credits > month.CreditLimit)
        {
            notes.Add(new Warning(CostingWarnings.QuotaDiffers, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: in the billing month {month.Days} ElevenLabs allowed {month.CreditLimit:N0} credits, and the price of the plan says {cost.Quota:N0}; overage is counted beyond the credits of the price. If your credits differ, set the plan's price with {month.Days.Start:yyyy-MM-dd} or an earlier day as its first: the price on the first day applies to the whole month.")));
        }
    }

    private BillingMonthCost? Of(DateOnly day) => _months.Find(month => month.Month.Days.Contains(day));

    /// <summary>Where no reset is known only what costs nothing in any month has a price.</summary>
    private UnitPrice? WithoutMonth(PlanRateAnswer plan)
    {
        if (plan.Rate is { MonthlyPrice: 0, OveragePer1000Credits: 0 } free)
        {
            return new UnitPrice(Fraction.Zero, free.Currency, free.Version, Fraction.Zero);
        }

        _notes.Unpriced(plan.Reason
            ?? $"The billing month of connection '{_connection.Name}' is not known, because no sync has read when its credits reset: sync it with a key that may read the subscription (user_read).");
        return null;
    }

    private string WhyWithoutOverage(BillingMonthCost month) => month.IsRolloverKnown && month.Month.Plans.FirstOrDefault(plan => plan.Price.IsUndecided) is not null
        ? "Nothing decides whether they are overage or drawn from a prepaid balance."
        : month.IsRolloverKnown
        ? $"The overage rate of {string.Join(UnitPrice.VersionSeparator, month.VersionsWithoutOverageRate)} is not known: set it with a price of your own."
        : string.Create(CultureInfo.InvariantCulture,
            $"How many credits were rolled over into a billing month of '{_connection.Name}' is only known after a sync within that month, so use beyond the plan's {month.Quota:N0} credits may be overage or not.");
}
