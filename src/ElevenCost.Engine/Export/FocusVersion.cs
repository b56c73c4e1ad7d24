namespace ElevenCost.Engine.Export;

/// <summary>A version of FOCUS.</summary>
public enum FocusVersion
{
    /// <summary>1.2, the first with virtual currencies.</summary>
    V12,

    /// <summary>1.4, which names the provider of a service and its host.</summary>
    V14,
}

/// <summary>Versions of FOCUS as users write them.</summary>
public static class FocusVersions
{
    /// <summary>1.2.</summary>
    public const string V12 = "1.2";

    /// <summary>1.4.</summary>
    public const string V14 = "1.4";

    /// <summary>The version of a text: <see cref="V12"/> or <see cref="V14"/>.</summary>
    public static FocusVersion Of(string text) => text == V14 ? FocusVersion.V14 : FocusVersion.V12;
}
