using System.Management.Automation;
using ElevenCost.Engine.Pricing;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Removes prices of the user's own; the catalogue's apply again, if there are any.</summary>
[Cmdlet(VerbsCommon.Remove, "ElevenLabsPrice", HelpUri = HelpAddress + "Remove-ElevenLabsPrice.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveElevenLabsPriceCommand : ElevenCostCommand
{
    /// <summary>The tier of the price.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TierCompleter))]
    [ValidateNotNullOrEmpty]
    public string Tier { get; set; } = "";

    /// <summary>The connection or wildcard as it stands in the price; null for the price for every connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string? Connection { get; set; }

    /// <summary>The billing period of the price; null for the price for every one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public BillingPeriod? BillingPeriod { get; set; }

    /// <summary>The first day of the price, if there are several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? StartDate { get; set; }

    /// <summary>What the price is called: only that one. A price that is piped in is removed by it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    /// <summary>Every price of the tier, connection and period.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Tier, () =>
    {
        if (ShouldProcess(Version ?? Tier, "Remove the price of your own"))
        {
            var removal = new PriceRemoval
            {
                Tier = Tier,
                Connection = string.IsNullOrEmpty(Connection) ? null : Connection,
                BillingPeriod = BillingPeriod,
                From = StartDate is { } start ? DateOnly.FromDateTime(start) : null,
                Version = Version,
                All = All,
            };
            foreach (Price removed in Wait(Session.Prices.RemoveAsync(removal, StopToken)))
            {
                WriteVerbose($"Removed {removed.Version}.");
            }
        }
    });
}
