using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Comparisons;

/// <summary>The rows of a comparison.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="basis">The basis of both ranges.</param>
/// <param name="completeness">The least complete of the days of both ranges.</param>
/// <param name="groups">The groups.</param>
internal sealed class ComparisonRows(ComparisonOptions options, CostBasis basis, Completeness completeness, IReadOnlyList<ComparedGroup> groups)
{
    private readonly ILookup<string?, ComparedGroup> _byCurrency = groups
        .OrderByDescending(group => Math.Abs(group.Change ?? 0)).ThenBy(group => group.Labels)
        .ToLookup(group => group.Currency);

    private IEnumerable<string?> Currencies => _byCurrency.Select(same => same.Key).OrderBy(currency => currency is null).ThenBy(currency => currency, StringComparer.Ordinal);

    /// <summary>One row a group, or the first ones and one of all others.</summary>
    public IReadOnlyList<CostComparison> Rows()
    {
        var rows = new List<CostComparison>();
        foreach (string? currency in Currencies)
        {
            ComparedGroup[] all = [.. _byCurrency[currency]];
            decimal? change = ComparedSums.Of(all).Change;
            int shown = options.Top is { } top && top < all.Length ? top : all.Length;
            rows.AddRange(all.Take(shown).Select(group => Row(group.Labels, [group], change)));
            if (shown < all.Length)
            {
                rows.Add(Row(GroupLabels.None, all[shown..], change));
            }
        }

        return rows;
    }

    /// <summary>One row a currency.</summary>
    public IReadOnlyList<CostComparison> Totals() =>
        [.. Currencies.Select(currency => Row(GroupLabels.None, [.. _byCurrency[currency]], ComparedSums.Of([.. _byCurrency[currency]]).Change))];

    private CostComparison Row(GroupLabels labels, ComparedGroup[] members, decimal? allChange)
    {
        var sums = ComparedSums.Of(members);
        bool isKnown = sums.Change is not null;
        return labels.On(new CostComparison
        {
            From = options.Range.Start.ToDateTime(TimeOnly.MinValue),
            To = options.Range.End.ToDateTime(TimeOnly.MinValue),
            PreviousFrom = options.Previous.Start.ToDateTime(TimeOnly.MinValue),
            PreviousTo = options.Previous.End.ToDateTime(TimeOnly.MinValue),
            Cost = sums.Cost,
            PreviousCost = sums.PreviousCost,
            Change = sums.Change,
            ChangePercent = sums.ChangePercent,
            ShareOfChangePercent = ComparedSums.Percent(sums.Change, allChange),
            Volume = isKnown ? members.Sum(group => group.Drivers!.Value.Volume) : null,
            Mix = isKnown ? members.Sum(group => group.Drivers!.Value.Mix) : null,
            Price = isKnown ? members.Sum(group => group.Drivers!.Value.Price) : null,
            New = isKnown ? members.Sum(group => group.Drivers!.Value.New) : null,
            Gone = isKnown ? members.Sum(group => group.Drivers!.Value.Gone) : null,
            Currency = members[0].Currency,
            CostBasis = basis,
            Credits = members.Sum(group => group.Credits),
            PreviousCredits = members.Sum(group => group.PreviousCredits),
            UnpricedCredits = members.Sum(group => group.UnpricedCredits),
            Completeness = Array.TrueForAll(members, group => group.IsInBoth) ? members.Max(group => group.Completeness) : completeness,
            Groups = members.Length,
        });
    }
}
