using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Budgets;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets a budget in money or in credits; periods before its first day keep the budget that they had.</summary>
[Cmdlet(VerbsCommon.Set, "ElevenLabsBudget", HelpUri = HelpAddress + "Set-ElevenLabsBudget.md", SupportsShouldProcess = true)]
[OutputType(typeof(Budget))]
public sealed class SetElevenLabsBudgetCommand : ElevenCostCommand
{
    /// <summary>The name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BudgetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The money a period: a text with a point, for PowerShell reads '1,5' as 15 where it reads a number. Empty for a budget in credits.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Amount { get; set; }

    /// <summary>The credits a period; null for a budget in money.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long? Credits { get; set; }

    /// <summary>ISO 4217 code of the amount; null for USD.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Currency { get; set; }

    /// <summary>Which cost counts; null for consumed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public CostBasis? CostBasis { get; set; }

    /// <summary>What the budget is for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public BudgetPeriod Period { get; set; } = BudgetPeriod.Month;

    /// <summary>The connection, or a wildcard; null for every one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    public string? Connection { get; set; }

    /// <summary>The cost center, or a wildcard; null for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? CostCenter { get; set; }

    /// <summary>The API key, by name, ID or wildcard; null for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? ApiKey { get; set; }

    /// <summary>The product, or a wildcard; null for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? Product { get; set; }

    /// <summary>The model, or a wildcard; null for all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? Model { get; set; }

    /// <summary>Shares of the budget in percent that are worth knowing; empty for the usual ones.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Thresholds")]
    public string[] Threshold { get; set; } = [];

    /// <summary>The first day it applies; null for the first of the current month.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? StartDate { get; set; }

    /// <summary>The last day on which it applies, included; null until the next budget of the name begins.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? EndDate { get; set; }

    /// <summary>A note to store with it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Note { get; set; }

    /// <summary>Writes the budget as it is stored.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Name, Set);

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void Set()
    {
        var setting = new BudgetSetting
        {
            Name = Name,
            Amount = Given(Amount),
            Credits = Credits,
            Currency = Given(Currency),
            Basis = CostBasis,
            Period = Period,
            Connection = Given(Connection),
            CostCenter = Given(CostCenter),
            ApiKey = Given(ApiKey),
            Product = Given(Product),
            Model = Given(Model),
            Thresholds = Threshold.Length == 0 ? null : Threshold,
            From = StartDate is { } start ? DateOnly.FromDateTime(start) : null,
            To = EndDate is { } end ? DateOnly.FromDateTime(end) : null,
            Note = Given(Note),
        };
        string what = setting.Amount is { } amount ? $"{amount} {setting.Currency ?? "USD"}" : string.Create(CultureInfo.InvariantCulture, $"{Credits:N0} credits");
        if (!ShouldProcess(Name, $"Set the budget to {what} a {Period}"))
        {
            return;
        }

        BudgetChange change = Wait(Session.Budgets.SetAsync(setting, StopToken));
        if (change.Replaced is not null)
        {
            WriteWarningOnce(new Warning(CommandWarnings.BudgetReplaced, $"Replaced the budget '{change.Budget.Name}' that began on the same day."));
        }

        foreach (Budget changed in change.Changed)
        {
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"The earlier budget '{changed.Name}' now applies from {changed.From:yyyy-MM-dd} to {changed.To:yyyy-MM-dd}."));
        }

        if (PassThru)
        {
            WriteObject(change.Budget);
        }
    }
}
