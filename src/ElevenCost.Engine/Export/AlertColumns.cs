namespace ElevenCost.Engine.Export;

/// <summary>The columns of alert targets and of what was sent: the same names, in the same order, in CSV and JSON.</summary>
public static class AlertColumns
{
    /// <summary>Where alerts go.</summary>
    public static IReadOnlyList<ExportColumn<AlertTarget>> Targets { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("Kind", row => ExportValue.OfName<AlertTargetKind>(row.Kind)),
        new("AddressSource", row => ExportValue.OfName<AlertAddressSource>(row.AddressSource)),
        new("Variable", row => ExportValue.Of(row.Variable)),
        new("Path", row => ExportValue.Of(row.Path)),
        new("SecretName", row => ExportValue.Of(row.SecretName)),
        new("Vault", row => ExportValue.Of(row.Vault)),
        new("Topics", row => ExportValue.Of(row.Topics)),
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("From", row => ExportValue.Of(row.From)),
        new("To", row => ExportValue.Of(row.To)),
        new("Note", row => ExportValue.Of(row.Note)),
    ];

    /// <summary>What was sent.</summary>
    public static IReadOnlyList<ExportColumn<AlertDelivery>> Deliveries { get; } =
    [
        new("Target", row => ExportValue.Of(row.Target)),
        new("Kind", row => ExportValue.OfName<AlertTargetKind>(row.Kind)),
        new("Topic", row => ExportValue.OfName<AlertTopic>(row.Topic)),
        new("Severity", row => ExportValue.OfName<AlertSeverity>(row.Severity)),
        new("State", row => ExportValue.OfName<AlertDeliveryState>(row.State)),
        new("Title", row => ExportValue.Of(row.Title)),
        new("Text", row => ExportValue.Of(row.Text)),
        new("Alert", row => ExportValue.Of(row.Alert)),
        new("ErrorId", row => ExportValue.Of(row.ErrorId)),
        new("Error", row => ExportValue.Of(row.Error)),
        new("Remedy", row => ExportValue.Of(row.Remedy)),
        new("ErrorCategory", row => ExportValue.OfName<FailureCategory>(row.ErrorCategory)),
    ];
}
