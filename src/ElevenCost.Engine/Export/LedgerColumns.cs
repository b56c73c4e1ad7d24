namespace ElevenCost.Engine.Export;

/// <summary>The columns of what is known of ledgers: the same names, in the same order, in CSV and JSON.</summary>
public static class LedgerColumns
{
    /// <summary>What ledgers are.</summary>
    public static IReadOnlyList<ExportColumn<LedgerInfo>> Ledgers { get; } =
    [
        new("Kind", row => ExportValue.OfName<LedgerKind>(row.Kind)),
        new("Location", row => ExportValue.Of(row.Location)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("SchemaVersion", row => ExportValue.Of(row.SchemaVersion)),
        new("SizeInBytes", row => ExportValue.Of(row.SizeInBytes)),
        new("Connections", row => ExportValue.Of(row.Connections)),
        new("Days", row => ExportValue.Of(row.Days)),
        new("FirstDay", row => ExportValue.OfDay(row.FirstDay)),
        new("LastDay", row => ExportValue.OfDay(row.LastDay)),
        new("Since", row => ExportValue.OfInstant(row.Since)),
        new("ChosenBy", row => ExportValue.Of(row.ChosenBy)),
        new("SecretName", row => ExportValue.Of(row.SecretName)),
        new("Vault", row => ExportValue.Of(row.Vault)),
    ];

    /// <summary>What copies did.</summary>
    public static IReadOnlyList<ExportColumn<LedgerCopyRecord>> Copies { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("IsEqual", row => ExportValue.Of(row.IsEqual)),
        new("Days", row => ExportValue.Of(row.Days)),
        new("DaysCopied", row => ExportValue.Of(row.DaysCopied)),
        new("DaysDifferent", row => ExportValue.Of(row.DaysDifferent)),
        new("Rows", row => ExportValue.Of(row.Rows)),
        new("SnapshotsCopied", row => ExportValue.Of(row.SnapshotsCopied)),
        new("SyncsCopied", row => ExportValue.Of(row.SyncsCopied)),
        new("ChangesCopied", row => ExportValue.Of(row.ChangesCopied)),
        new("Differences", row => ExportValue.OfList(row.Differences)),
        new("From", row => ExportValue.Of(row.From)),
        new("To", row => ExportValue.Of(row.To)),
    ];

    /// <summary>What was changed of prices and cost centers.</summary>
    public static IReadOnlyList<ExportColumn<LedgerChange>> Changes { get; } =
    [
        new("Kind", row => ExportValue.Of(row.Kind)),
        new("Number", row => ExportValue.Of(row.Number)),
        new("ChangedAt", row => ExportValue.OfInstant(row.ChangedAt)),
        new("Name", row => ExportValue.Of(row.Name)),
        new("Action", row => ExportValue.OfName<LedgerChangeAction>(row.Action)),
        new("Before", row => ExportValue.Of(row.Before)),
        new("After", row => ExportValue.Of(row.After)),
    ];
}
