using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace ElevenCost.PowerShell.Views;

/// <summary>The table of a result: the columns that were asked for, as wide as its values need and the screen allows.</summary>
/// <remarks>
/// The columns depend on the question, which no file of views can hold. Each shape of a result is a type name of its own in front of the
/// record's, with a view that the session learns when it first meets that shape.
/// </remarks>
/// <param name="type">The type of the records.</param>
/// <param name="columns">The columns, from left to right; where there is no room, the optional ones go first.</param>
internal sealed class ResultView(Type type, IReadOnlyList<ResultColumn> columns)
{
    /// <summary>As PowerShell assumes where there is no screen.</summary>
    private const int DefaultWidth = 120;

    // By its type: by its name it would bring in its whole module, which takes several times as long as all else that a first question does here.
    private const string UpdateFormatData = "Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility";

    /// <summary>How many shapes a session remembers; results of a forgotten one are shown by the module's own view.</summary>
    private const int MostShapes = 64;

    /// <summary>The record, shown by a view.</summary>
    /// <param name="record">The record.</param>
    /// <param name="view">What <see cref="Register"/> returned.</param>
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
    /// <param name="host">The host, whose screen bounds the width.</param>
    /// <returns>The type name that it shows; null where the session cannot learn, so that the module's own views do.</returns>
    public string? Register(PSHost host)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState is not { DisableFormatUpdates: false } session
            || Type.GetType(UpdateFormatData) is not { } updateFormatData)
        {
            return null;
        }

        List<ResultColumn> shown = Fit(WidthOf(host));
        string name = NameOf(shown);
        string prefix = $"{type.FullName}#";
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

        var learnt = Learnable(name, shown);
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

    /// <summary>Makes the view, and teaches it to nobody.</summary>
    public void WarmUp()
    {
        List<ResultColumn> shown = Fit(DefaultWidth);
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

    private string NameOf(List<ResultColumn> shown) =>
        $"{type.FullName}#{string.Join('|', shown.Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Header}:{column.Width}")))}";

    private static SessionStateFormatEntry Learnable(string name, List<ResultColumn> shown) =>
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

    private static int WidthOf(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is > 0 and int width ? width : DefaultWidth;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            // A job's host has no screen.
            return DefaultWidth;
        }
    }

    private static TableControl Table(List<ResultColumn> columns)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        foreach (ResultColumn column in columns)
        {
            table.AddHeader(column.Alignment, column.Width, column.Header);
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(false, null, null);
        foreach (ResultColumn column in columns)
        {
            _ = column.Script is { } script
                ? row.AddScriptBlockColumn(script, column.Alignment, null)
                : row.AddPropertyColumn(column.Property, column.Alignment, column.Format);
        }

        return row.EndRowDefinition().EndTable();
    }

    /// <summary>Leaves optional columns out, then shortens the widest names, then leaves names out, until the table fits.</summary>
    private List<ResultColumn> Fit(int width)
    {
        List<ResultColumn> shown = [.. columns];
        while (WidthOf(shown) > width && shown.FindLast(column => column.IsOptional) is { } least)
        {
            shown.Remove(least);
        }

        while (WidthOf(shown) > width && shown.Where(column => column.CanShrink).MaxBy(column => column.Width) is { } widest)
        {
            widest.Shrink();
        }

        // The amounts are what was asked for: rather a name less than no amount.
        while (WidthOf(shown) > width && shown.FindLast(column => column.IsName) is { } last)
        {
            shown.Remove(last);
        }

        return shown;
    }

    // A blank between two columns, and one that PowerShell keeps at the end.
    private static int WidthOf(List<ResultColumn> columns) => columns.Sum(column => column.Width + 1);
}
