namespace ElevenCost.Engine.Alerts;

/// <summary>Brings messages to one kind of target.</summary>
internal interface IAlertDelivery
{
    /// <summary>Delivers a message. Ends within <see cref="Patience"/>.</summary>
    /// <exception cref="ElevenCostException"><c>AlertNotDelivered</c>.</exception>
    Task DeliverAsync(AlertTarget target, AlertAddress address, AlertMessage message, CancellationToken cancellationToken);

    /// <summary>How long a delivery may take, tries included: much less than a claim of the ledger holds.</summary>
    static TimeSpan Patience => TimeSpan.FromSeconds(90);
}
