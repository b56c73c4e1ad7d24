namespace ElevenLabs.Simulator;

/// <summary>A product with the shape of its usage. Labels are exactly those seen live.</summary>
internal sealed record Product(string Label, string[] Models, double Share, bool HasVoice, bool HasCredits, double MinutesPerThousandCredits)
{
    public static readonly Product[] All =
    [
        new("TTS", ["eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_v3", "eleven_turbo_v2_5"], 0.52, true, true, 1.1),
        new("STT", ["scribe_v1", "scribe_v2"], 0.14, false, true, 18.4),
        new("Conversational AI", ["eleven_flash_v2_5", "eleven_turbo_v2_5"], 0.12, true, true, 2.2),
        new("Conversational AI - LLM", ["gemini-2.5-flash", "gpt-4o-mini", "claude-sonnet-4"], 0.10, false, false, 0),
        new("Sound Effects", ["eleven_text_to_sound_v2"], 0.05, false, true, 0.8),
        new("Voice Changer", ["eleven_multilingual_sts_v2", "eleven_english_sts_v2"], 0.04, true, true, 1.0),
        new("Music", ["music_v1"], 0.03, false, true, 1.3),
    ];

    public static Product Pick(double unit)
    {
        foreach (Product product in All)
        {
            unit -= product.Share;
            if (unit < 0)
            {
                return product;
            }
        }

        return All[0];
    }
}
