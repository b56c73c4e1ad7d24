namespace ElevenLabs.Simulator;

/// <summary>The unit of fiat_units_spent, which public sources dispute.</summary>
public enum FiatScale
{
    /// <summary>Hundredths of the currency.</summary>
    Cents,

    /// <summary>Whole units of the currency.</summary>
    Units,
}
