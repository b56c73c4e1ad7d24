using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Views;

/// <summary>The table of a result: the columns that were asked for, as wide as its values need and the screen allows.</summary>
/// <remarks>
/// The columns depend on the question, which no file of views can hold. Each shape of a result is a type name of its own behind the
/// record's, which stays the first, with a view that the session learns when it first meets that shape. The summary of a result stands above
/// its rows; each row has it in a further type name, because a view can see nothing but rows, and a property would be exported.
/// </remarks>
internal sealed class ResultView
{
    /// <summary>The end of the type name that the module's own views of these records have: behind the shape's, which is to win.</summary>
    private const string OwnViews = "#Record";

    /// <summary>What the type name of a summary begins with, behind the record's.</summary>
    private const string SummaryMark = "#Summary ";

    // By its type: by its name it would bring in its whole module, which takes several times as long as all else that a first question does here.
    private const string UpdateFormatData = "Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility";

    /// <summary>How many shapes a session remembers; results of a forgotten one are shown by the module's own view.</summary>
    private const int MostShapes = 64;

    /// <summary>As many rows as one would look at decide how wide columns are.</summary>
    private const int MeasuredRows = 5000;

    private readonly Type _type;
    private readonly string _typeName;
    private readonly string _ownViews;
    private readonly string? _summary;
    private readonly PSMemberSet _standardMembers;
    private string? _name;
    private readonly ShownColumn[] _columns;

    /// <summary>The view of a result that is at hand.</summary>
    /// <param name="table">Its columns; if there is no room, the optional ones go first.</param>
    /// <param name="type">The type of its rows.</param>
    /// <param name="rows">Its rows.</param>
    public ResultView(ResultTable table, Type type, IEnumerable<object> rows)
    {
        _type = type;
        _typeName = type.FullName!;
        _ownViews = _typeName + OwnViews;
        _summary = table.Summary;

        // PowerShell lists rows of another shape than the first of a pipeline: then without what the question leaves empty.
        _standardMembers = new PSMemberSet("PSStandardMembers",
            [new PSPropertySet("DefaultDisplayPropertySet", table.Columns.Select(column => column.Name).Concat(table.AlsoListed).Distinct())]);
        _columns = [.. table.Columns.Select(column => new ShownColumn(column))];
        foreach (object row in rows.Take(MeasuredRows))
        {
            foreach (ShownColumn column in _columns)
            {
                column.Fit(row);
            }
        }
    }

    /// <summary>The view of a result that streams: widths are what names and numbers usually need.</summary>
    public ResultView(ResultTable table, Type type)
        : this(table, type, [])
    {
        foreach (ShownColumn column in _columns)
        {
            column.Fit(column.Column switch
            {
                { Name: nameof(UsageRecord.Credits) } => 11,
                { Name: nameof(UsageRecord.Minutes) } => 9,
                { Name: nameof(UsageRecord.Completeness) } => nameof(Completeness.Provisional).Length,
                { Name: nameof(UsageRecord.Region) or nameof(UsageRecord.Connection) } => 12,
                { CanShorten: true } => 26,
                _ => 0,
            });
        }
    }

    /// <summary>The record, shown by this view if the session has learned it, else by the module's own.</summary>
    public object Present(object record)
    {
        var shown = PSObject.AsPSObject(record);
        if (!shown.TypeNames.Contains(_ownViews))
        {
            shown.TypeNames.Insert(1, _ownViews);
            if (_name is not null)
            {
                shown.TypeNames.Insert(1, _name);
            }

            if (_summary is not null)
            {
                shown.TypeNames.Add(_typeName + SummaryMark + _summary);
            }

            shown.Members.Add(_standardMembers);
        }

        return shown;
    }

    /// <summary>Teaches the session the view, unless it knows it.</summary>
    /// <param name="host">The host, whose screen bounds the width.</param>
    /// <returns>This view.</returns>
    public ResultView Register(PSHost host)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState is { DisableFormatUpdates: false } session
            && Type.GetType(UpdateFormatData) is { } updateFormatData)
        {
            _name = Register(session, updateFormatData, Fit(HostScreen.WidthOf(host)));
        }

        return this;
    }

    /// <returns>The type name that the view shows; null if the session cannot learn.</returns>
    private string? Register(InitialSessionState session, Type updateFormatData, List<ShownColumn> shown)
    {
        string name = NameOf(shown);
        string prefix = $"{_typeName}#";
        SessionStateFormatEntry[] ours =
            [.. session.Formats.Where(entry => entry.FormatData?.TypeNames[0].StartsWith(prefix, StringComparison.Ordinal) == true)];
        if (ours.Any(entry => entry.FormatData.TypeNames[0] == name))
        {
            return name;
        }

        if (ours.Length >= MostShapes)
        {
            Remove(session, ours[0]);
        }

        SessionStateFormatEntry learnt = Learnable(name, shown);
        session.Formats.Add(learnt);
        try
        {
            Update(updateFormatData);
            return name;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // A session without the command that learns views: rows matter more than how they look.
            Remove(session, learnt);
            return null;
        }
    }

    /// <summary>Creates the view without registering it.</summary>
    public void WarmUp()
    {
        List<ShownColumn> shown = Fit(HostScreen.DefaultWidth);
        _ = Learnable(NameOf(shown), shown);
    }

    /// <summary>Lets the session read its views once, as it will for the first result: the first time takes several times as long as others.</summary>
    public static void Prepare()
    {
        if (Runspace.DefaultRunspace?.InitialSessionState is { DisableFormatUpdates: false } && Type.GetType(UpdateFormatData) is { } updateFormatData)
        {
            try
            {
                Update(updateFormatData);
            }
            catch (Exception e) when (e is InvalidRunspaceStateException or (RuntimeException and not PipelineStoppedException))
            {
                // A session that cannot, or not yet: the first result tries again.
            }
        }
    }

    private static void Update(Type updateFormatData)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-FormatData", updateFormatData)).AddParameter("WhatIf", false).AddParameter("Confirm", false);
        shell.Invoke();
    }

    private string NameOf(List<ShownColumn> shown) =>
        $"{_type.FullName}#{string.Join('|', shown.Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Column.Header}:{column.Width}")))}";

    private SessionStateFormatEntry Learnable(string name, List<ShownColumn> shown) =>
        new(new ExtendedTypeDefinition(name, [new FormatViewDefinition(name, Table(shown))]));

    /// <summary>By identity: all views that are in memory have the same name there, those of other modules too.</summary>
    private static void Remove(InitialSessionState session, SessionStateFormatEntry entry)
    {
        for (int index = 0; index < session.Formats.Count; index++)
        {
            if (ReferenceEquals(session.Formats[index], entry))
            {
                session.Formats.RemoveItem(index);
                return;
            }
        }
    }

    private TableControl Table(List<ShownColumn> columns)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        foreach (ShownColumn column in columns)
        {
            table.AddHeader(column.Alignment, column.Width, column.Column.Header);
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(false, null, null);
        foreach (ShownColumn column in columns)
        {
            _ = ColumnScript.Of(column.Column) is { } script
                ? row.AddScriptBlockColumn(script, column.Alignment, null)
                : row.AddPropertyColumn(column.Column.Name, column.Alignment, ColumnScript.FormatOf(column.Column));
        }

        TableControl control = row.EndRowDefinition().EndTable();
        if (_summary is not null)
        {
            // The label says what it is, as in "Cost: 2026-11-01..2026-11-28, total 12.3456 USD" and "Forecast: ...".
            control.GroupBy = new PSControlGroupBy
            {
                Label = _type.Name.EndsWith("Record", StringComparison.Ordinal) ? _type.Name[..^"Record".Length] : _type.Name.Replace("Cost", "", StringComparison.Ordinal),
                Expression = new DisplayEntry($"@($_.PSTypeNames) -like '{_typeName}{SummaryMark}*' -replace '^{_typeName}{SummaryMark}'", DisplayEntryValueType.ScriptBlock),
            };
        }

        return control;
    }

    /// <summary>Leaves optional columns out, then shortens the widest names, then leaves names out, until the table fits.</summary>
    private List<ShownColumn> Fit(int width)
    {
        List<ShownColumn> shown = [.. _columns];
        while (WidthOf(shown) > width && shown.FindLast(column => column.Column.IsOptional) is { } least)
        {
            shown.RemoveAll(column => column.Column.IsOptional && column.Column.OptionalGroup == least.Column.OptionalGroup);
        }

        while (WidthOf(shown) > width && shown.Where(column => column.CanShrink).MaxBy(column => column.Width) is { } widest)
        {
            widest.Shrink();
        }

        // The amounts are what was asked for: rather a name less than no amount.
        while (WidthOf(shown) > width && shown.FindLast(column => column.Column.CanShorten) is { } last)
        {
            shown.Remove(last);
        }

        return shown;
    }

    // A blank between two columns, and one that PowerShell keeps at the end.
    private static int WidthOf(List<ShownColumn> columns) => columns.Sum(column => column.Width + 1);
}
