using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Reconciles a simulated workspace.</summary>
internal static class Comparisons
{
    public static async Task<List<ReconciliationRecord>> OfAsync(
        SimulatedConnection simulated, IUsageLedger ledger, DateRange range, PlanRateAnswer? plan = null, Func<IElevenLabsApi, IElevenLabsApi>? alter = null)
    {
        var reconciler = new Reconciler(
            ledger,
            async (connection, token) => await BookOfAsync(connection, ledger, plan, token),
            (connection, _) =>
            {
                IElevenLabsApi api = ElevenLabsApi.Open(connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick);
                return Task.FromResult(alter?.Invoke(api) ?? api);
            },
            simulated.Clock);
        var records = new List<ReconciliationRecord>();
        await foreach (ReconciliationRecord record in reconciler.CompareAsync([simulated.Connection], range, default))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>22 USD a month, overage at 0.30 for 1,000 credits.</summary>
    public static PlanRateAnswer Creator { get; } = new(new PlanRate(22m, 121_000, "USD", "test", 0.30m), null);

    /// <summary>The catalogue's prices for what snapshots have seen; one plan, and no billing month that is over, where there are none.</summary>
    private static async Task<IPriceBook> BookOfAsync(Connection connection, IUsageLedger ledger, PlanRateAnswer? plan, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        return plan is null && snapshots.Count > 0
            ? new PriceBook(connection.Name, DayZone.Find(connection.TimeZone), snapshots, PriceOverlay.Empty)
            : new OnePlan(plan ?? Creator);
    }

    private sealed class OnePlan(PlanRateAnswer plan) : IPriceBook
    {
        public DateOnly? FirstSeen => null;

        public BillingMonth? BillingMonthOf(DateOnly day) => null;

        public PlanRateAnswer PlanRateOn(DateOnly day) => plan;
    }
}
