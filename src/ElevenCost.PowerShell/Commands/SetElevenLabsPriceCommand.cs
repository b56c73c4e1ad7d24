using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Pricing;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets a price of the user's own; costs of days before it stay as they are.</summary>
[Cmdlet(VerbsCommon.Set, "ElevenLabsPrice", HelpUri = HelpAddress + "Set-ElevenLabsPrice.md", SupportsShouldProcess = true)]
[OutputType(typeof(Price))]
public sealed class SetElevenLabsPriceCommand : ElevenCostCommand
{
    /// <summary>The tier as ElevenLabs names it.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TierCompleter))]
    [ValidateNotNullOrEmpty]
    public string Tier { get; set; } = "";

    /// <summary>What the plan costs a month: a text with a point, for PowerShell reads '1,5' as 15 where it reads a number.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string MonthlyPrice { get; set; } = "";

    /// <summary>The plan's credits a month, without rollover.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public long MonthlyCredits { get; set; }

    /// <summary>What 1,000 credits beyond the plan cost, as <see cref="MonthlyPrice"/>; null if unknown.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? OveragePer1000Credits { get; set; }

    /// <summary>How accounts at this price pay use beyond it; null to leave that to the connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public BillingGeneration? Billing { get; set; }

    /// <summary>ISO 4217 code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Currency { get; set; } = "USD";

    /// <summary>The connection, or a wildcard, that it is for; null for every one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    public string? Connection { get; set; }

    /// <summary>The billing period that it is for; null for every one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public BillingPeriod? BillingPeriod { get; set; }

    /// <summary>The first day it applies; null for today.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? StartDate { get; set; }

    /// <summary>The last day on which it applies, included; null until the next price begins.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? EndDate { get; set; }

    /// <summary>A note to store with it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Note { get; set; }

    /// <summary>Writes the price as it is stored.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Tier, Set);

    private void Set()
    {
        var setting = new PriceSetting
        {
            Tier = Tier,
            MonthlyPrice = MonthlyPrice,
            MonthlyCredits = MonthlyCredits,
            OveragePer1000Credits = string.IsNullOrEmpty(OveragePer1000Credits) ? null : OveragePer1000Credits,
            Billing = Billing,
            Currency = Currency,
            Connection = string.IsNullOrEmpty(Connection) ? null : Connection,
            BillingPeriod = BillingPeriod,
            From = StartDate is { } start ? DateOnly.FromDateTime(start) : null,
            To = EndDate is { } end ? DateOnly.FromDateTime(end) : null,
            Note = string.IsNullOrEmpty(Note) ? null : Note,
        };
        if (!ShouldProcess(Tier, $"Set the price to {MonthlyPrice} {Currency} a month for {MonthlyCredits.ToString("N0", CultureInfo.InvariantCulture)} credits"))
        {
            return;
        }

        PriceChange change = Wait(Session.Prices.SetAsync(setting, Session.KnownConnections.ReadAll(), StopToken));
        foreach (Warning warning in change.Warnings)
        {
            WriteWarningOnce(warning);
        }

        if (change.Replaced is { } replaced)
        {
            WriteWarningOnce(new Warning(CommandWarnings.PriceReplaced, $"The new price replaces {replaced.Version}. Costs from that day change."));
        }

        foreach (Price changed in change.Changed)
        {
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{changed.Version} now applies from {changed.From:yyyy-MM-dd} to {changed.To:yyyy-MM-dd}."));
        }

        if (PassThru)
        {
            WriteObject(change.Price);
        }
    }
}
