namespace ElevenLabs.Simulator;

/// <summary>The columns usage can be grouped and filtered by, in the order of the API's enumeration.</summary>
internal static class Dimension
{
    public const int ProductType = 0;
    public const int Model = 1;
    public const int VoiceId = 2;
    public const int UserId = 3;
    public const int FiatCurrency = 4;
    public const int FiatChargeType = 5;
    public const int Region = 6;
    public const int ReportingWorkspaceId = 7;
    public const int RequestSource = 8;
    public const int ResourceId = 9;
    public const int SubresourceId = 10;
    public const int RequestQueueType = 11;
    public const int VoiceMultiplier = 12;
    public const int HashedKey = 13;
    public const int BillingGroupId = 14;
    public const int Surface = 15;
    public const int Actor = 16;

    public static readonly string[] Names =
    [
        "product_type", "model", "voice_id", "user_id", "fiat_currency", "fiat_charge_type", "region",
        "reporting_workspace_id", "request_source", "resource_id", "subresource_id", "request_queue_type",
        "voice_multiplier", "hashed_xi_api_key", "billing_group_id", "surface", "actor",
    ];

    public static int IndexOf(string name) => Array.IndexOf(Names, name);
}
