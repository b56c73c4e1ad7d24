using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Budgets;

/// <summary>Reads and changes budgets, which the ledger stores with their history. Safe for several processes.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock of changes; a budget without a first day begins with the current month, in UTC.</param>
public sealed class BudgetStore(IUsageLedger ledger, TimeProvider time)
{
    private readonly DefinitionStore<BudgetEntry> _budgets = new(ledger, BudgetKind.Instance);

    /// <summary>Budgets by name and first day.</summary>
    /// <param name="names">Names or wildcards; empty for every budget.</param>
    /// <param name="on">The day on which they apply; null for every day.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>BudgetNotFound</c> for a name without wildcards, <c>WildcardNotValid</c>, or the ledger can't be read.</exception>
    public async Task<IReadOnlyList<Budget>> ListAsync(IReadOnlyList<string> names, DateOnly? on, CancellationToken cancellationToken)
    {
        IReadOnlyList<BudgetEntry> all = await _budgets.ReadAsync(cancellationToken);
        IEnumerable<BudgetEntry> found = names.Count == 0 ? all : names.SelectMany(name => Find(all, name)).Distinct();
        return
        [
            .. found.Where(entry => on is not { } day || entry.HoldsOn(day))
                .OrderBy(entry => entry.Budget.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(entry => entry.From)
                .Select(entry => entry.ToBudget()),
        ];
    }

    /// <summary>
    /// Sets a budget. One of the same name that holds on its first day ends the day before, so that earlier periods keep the budget that they had;
    /// one that begins on the same day is replaced.
    /// </summary>
    /// <param name="setting">The budget.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the budgets as they were.</param>
    /// <exception cref="ElevenCostException"><c>BudgetNotValid</c>, <c>BudgetOverlaps</c>, or the ledger can't be read or written.</exception>
    public async Task<BudgetChange> SetAsync(BudgetSetting setting, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateOnly from = setting.From ?? new DateOnly(now.Year, now.Month, 1);
        BudgetEntry budget = Parse(setting with { From = from });
        DatedPlacement<BudgetEntry> placement = await _budgets.ChangeAsync(all =>
        {
            DatedPlacement<BudgetEntry> placed = EffectiveDates.Place(all, budget, from, oldHoldsAgain: setting.To is not null);
            return placed.Overlapped is { } next ? throw BudgetErrors.Overlaps(budget, next) : (placed.All, placed);
        }, time, cancellationToken);
        return new BudgetChange(
            placement.Placed.ToBudget(), placement.Replaced == placement.Placed ? null : placement.Replaced?.ToBudget(),
            [.. placement.Changed.Select(entry => entry.ToBudget())]);
    }

    /// <summary>Removes the budgets of a name, or else those whose names it matches as a wildcard.</summary>
    /// <param name="name">The name or wildcard.</param>
    /// <param name="from">The first day of the one to remove; null for all of the name.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the budgets as they were.</param>
    /// <returns>The budgets that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>BudgetNotFound</c>, <c>WildcardNotValid</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<Budget>> RemoveAsync(string name, DateOnly? from, CancellationToken cancellationToken) => _budgets.ChangeAsync(all =>
    {
        BudgetEntry[] found = [.. Find(all, name).Where(entry => from is null || entry.From == from)];
        return found.Length == 0
            ? throw BudgetErrors.NotFound(name, all.Select(entry => entry.Budget.Name))
            : ((IReadOnlyList<BudgetEntry>)[.. all.Except(found)], (IReadOnlyList<Budget>)[.. found.Select(entry => entry.ToBudget())]);
    }, time, cancellationToken);

    private static BudgetEntry[] Find(IReadOnlyList<BudgetEntry> all, string name)
    {
        BudgetEntry[] exact = [.. all.Where(entry => entry.Budget.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (exact.Length > 0)
        {
            return exact;
        }

        WildcardPattern pattern = WildcardPattern.Parse(name);
        BudgetEntry[] found = [.. all.Where(entry => pattern.IsMatch(entry.Budget.Name))];
        return found.Length > 0 || !pattern.IsLiteral ? found : throw BudgetErrors.NotFound(name, all.Select(entry => entry.Budget.Name));
    }

    /// <summary>The budget of a setting, put to the same checks as one that the ledger stores.</summary>
    private static BudgetEntry Parse(BudgetSetting setting)
    {
        Dictionary<string, string> fields = FieldReader.Given(
            (nameof(Budget.Name), setting.Name),
            (nameof(Budget.Connection), setting.Connection),
            (nameof(Budget.CostCenter), setting.CostCenter),
            (nameof(Budget.ApiKey), setting.ApiKey),
            (nameof(Budget.Product), setting.Product),
            (nameof(Budget.Model), setting.Model),
            (nameof(Budget.Period), setting.Period.ToString()),
            (nameof(Budget.Amount), setting.Amount),
            (nameof(Budget.Currency), setting.Currency),
            (nameof(Budget.CostBasis), setting.Basis?.ToString()),
            (nameof(Budget.Credits), setting.Credits?.ToString(CultureInfo.InvariantCulture)),
            (nameof(Budget.Thresholds), setting.Thresholds is null ? null : string.Join(',', setting.Thresholds)),
            (nameof(Budget.From), FieldReader.Text(setting.From)),
            (nameof(Budget.To), FieldReader.Text(setting.To)),
            (nameof(Budget.Note), setting.Note));
        var mistakes = new List<string>();
        return BudgetReader.Read(fields, mistakes) ?? throw BudgetErrors.NotValid(mistakes);
    }
}
