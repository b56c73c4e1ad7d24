using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ElevenCost.Engine.Costing;

namespace ElevenCost.PowerShell.Views;

/// <summary>The table of a result: the columns that were asked for, and the currency over the amounts.</summary>
/// <remarks>
/// The columns depend on the question, which no file of views can hold. Each shape of a result is a type name of its own in front of the
/// record's, with a view that the session learns when it first meets that shape.
/// </remarks>
internal sealed class ResultView
{
    private readonly List<(string Header, Alignment Alignment, DisplayEntry Entry, string? Format)> _columns = [];
    private readonly string _typeName;

    private ResultView(Type type, Granularity granularity, IEnumerable<Dimension> dimensions, string rest)
    {
        dimensions = [.. dimensions];
        _typeName = $"{type.FullName}#{granularity}/{string.Join('+', dimensions)}/{rest}";
        AddBucket(granularity);
        foreach (Dimension dimension in dimensions)
        {
            AddProperty(dimension == Dimension.ApiKey ? "API key" : dimension == Dimension.CostCenter ? "Cost center" : dimension.ToString(), dimension.ToString());
        }
    }

    /// <summary>The table of a cost result.</summary>
    public static ResultView OfCost(CostQuery query, IReadOnlyList<CostTotal> totals)
    {
        string[] currencies = [.. totals.Select(total => total.Currency).OfType<string>().Distinct()];
        bool hasUnpriced = totals.Any(total => total.UnpricedCredits > 0);
        var view = new ResultView(typeof(CostRecord), query.Granularity, query.GroupBy, $"{(currencies.Length == 1 ? currencies[0] : "Currency")}{(hasUnpriced ? "/Unpriced" : "")}");
        view.AddNumber(currencies.Length == 1 ? $"Cost ({currencies[0]})" : "Cost", nameof(CostRecord.Cost), "{0:N4}");
        if (currencies.Length > 1)
        {
            view.AddProperty("Currency", nameof(CostRecord.Currency));
        }

        view.AddProperty("State", nameof(CostRecord.Completeness));
        view.AddNumber("Credits", nameof(CostRecord.Credits), "{0:N0}");
        if (hasUnpriced)
        {
            view.AddNumber("Unpriced", nameof(CostRecord.UnpricedCredits), "{0:N0}");
        }

        view.AddNumber("Requests", nameof(CostRecord.Requests), "{0:N0}");
        return view;
    }

    /// <summary>The table of summed usage.</summary>
    public static ResultView OfUsage(CostQuery query, int connections)
    {
        bool showConnection = connections > 1 && !query.GroupBy.Contains(Dimension.Connection);
        var view = new ResultView(typeof(UsageRecord), query.Granularity, showConnection ? query.GroupBy.Prepend(Dimension.Connection) : query.GroupBy, "Sums");
        view.AddNumber("Credits", nameof(UsageRecord.Credits), "{0:N0}");
        view.AddNumber("Minutes", nameof(UsageRecord.Minutes), "{0:N1}");
        view.AddProperty("State", nameof(UsageRecord.State));
        view.AddNumber("Requests", nameof(UsageRecord.Requests), "{0:N0}");
        return view;
    }

    /// <summary>The record, shown by a view.</summary>
    public static object Present(object record, string? view)
    {
        if (view is null)
        {
            return record;
        }

        var shown = PSObject.AsPSObject(record);
        shown.TypeNames.Insert(0, view);
        return shown;
    }

    /// <summary>Teaches the session the view, unless it knows it.</summary>
    /// <returns>The type name that it shows; null where the session cannot learn, so that the module's own views do.</returns>
    public string? Register()
    {
        if (Runspace.DefaultRunspace?.InitialSessionState is not { } session)
        {
            return null;
        }

        if (session.Formats.Any(entry => entry.FormatData?.TypeNames.Contains(_typeName, StringComparer.Ordinal) == true))
        {
            return _typeName;
        }

        session.Formats.Add(new SessionStateFormatEntry(new ExtendedTypeDefinition(_typeName, [new FormatViewDefinition("ElevenCost", Table())])));
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Utility\Update-FormatData").AddParameter("WhatIf", false).AddParameter("Confirm", false);
        shell.Invoke();
        return _typeName;
    }

    private TableControl Table()
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: true, hideTableHeaders: false);
        foreach ((string header, Alignment alignment, _, _) in _columns)
        {
            table.AddHeader(alignment, 0, header);
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(false, null, null);
        foreach ((_, Alignment alignment, DisplayEntry entry, string? format) in _columns)
        {
            _ = entry.ValueType == DisplayEntryValueType.ScriptBlock
                ? row.AddScriptBlockColumn(entry.Value, alignment, format)
                : row.AddPropertyColumn(entry.Value, alignment, format);
        }

        return row.EndRowDefinition().EndTable();
    }

    private void AddBucket(Granularity granularity)
    {
        const string Date = nameof(CostRecord.Date);
        switch (granularity)
        {
            case Granularity.Total:
                break;
            case Granularity.Quarter:
                _columns.Add(("Quarter", Alignment.Left, new DisplayEntry("'{0:yyyy}-Q{1}' -f $_.Date, [int][Math]::Ceiling($_.Date.Month / 3)", DisplayEntryValueType.ScriptBlock), null));
                break;
            default:
                (string header, string format) = granularity switch
                {
                    Granularity.Week => ("Week of", "{0:yyyy-MM-dd}"),
                    Granularity.Month => ("Month", "{0:yyyy-MM}"),
                    Granularity.Year => ("Year", "{0:yyyy}"),
                    Granularity.Hour => ("Hour", "{0:yyyy-MM-dd HH:mm}"),
                    _ => ("Date", "{0:yyyy-MM-dd}"),
                };
                _columns.Add((header, Alignment.Left, new DisplayEntry(Date, DisplayEntryValueType.Property), format));
                break;
        }
    }

    private void AddProperty(string header, string property) =>
        _columns.Add((header, Alignment.Left, new DisplayEntry(property, DisplayEntryValueType.Property), null));

    private void AddNumber(string header, string property, string format) =>
        _columns.Add((header, Alignment.Right, new DisplayEntry(property, DisplayEntryValueType.Property), format));
}
