namespace ElevenCost.Engine.Demo;

/// <summary>What a unit of a product takes: all whole numbers, so that sums are exact.</summary>
/// <param name="Product">The product as ElevenLabs labels it.</param>
/// <param name="Model">The model's ID.</param>
/// <param name="MilliCreditsPerUnit">Thousandths of a credit for one unit.</param>
/// <param name="UnitsPerMinute">Units in a minute of audio: characters, seconds or pieces; 0 where there is no audio.</param>
/// <param name="MicroDollarsPerCredit">Millionths of a dollar that a credit is worth.</param>
/// <param name="MicroDollarsPerUnit">Millionths of a dollar for one unit that takes no credits; 0 for all others.</param>
/// <param name="HasVoice">Whether a voice speaks.</param>
internal sealed record DemoRate(
    string Product,
    string Model,
    long MilliCreditsPerUnit,
    int UnitsPerMinute,
    int MicroDollarsPerCredit,
    int MicroDollarsPerUnit = 0,
    bool HasVoice = true)
{
    /// <summary>Text to speech: its units are characters.</summary>
    public const string TextToSpeech = "TTS";

    // About 900 characters are spoken in a minute. Credits a character as the plans charge them: 1 for multilingual and v3, 0.5 for flash.
    // What a credit is worth follows rows of the analytics query: 51 credits 0.0188, 219 credits 0.079716, 689 credits 0.252 US dollars.
    public static DemoRate Multilingual { get; } = new(TextToSpeech, "eleven_multilingual_v2", 1000, 900, 364);

    public static DemoRate Flash { get; } = new(TextToSpeech, "eleven_flash_v2_5", 500, 900, 368);

    public static DemoRate V3 { get; } = new(TextToSpeech, "eleven_v3", 1000, 900, 364);

    /// <summary>Speech to text, in seconds of audio: 54.2 credits a minute.</summary>
    public static DemoRate Scribe { get; } = new("STT", "scribe_v1", 903, 60, 366, HasVoice: false);

    /// <summary>The voice of an agent, in seconds.</summary>
    public static DemoRate Agent { get; } = new("Conversational AI", "eleven_flash_v2_5", 3650, 60, 366);

    /// <summary>The language model of an agent, in seconds of conversation: charged in money alone.</summary>
    public static DemoRate AgentLanguageModel { get; } = new("Conversational AI - LLM", "gemini-2.5-flash", 0, 60, 0, 61, HasVoice: false);

    /// <summary>Sound effects, a piece.</summary>
    public static DemoRate SoundEffect { get; } = new("Sound Effects", "eleven_text_to_sound_v2", 200_000, 12, 360, HasVoice: false);

    /// <summary>Music, in seconds.</summary>
    public static DemoRate Music { get; } = new("Music", "music_v1", 6_800, 60, 368, HasVoice: false);

    /// <summary>Speech to speech, in seconds.</summary>
    public static DemoRate VoiceChanger { get; } = new("Voice Changer", "eleven_multilingual_sts_v2", 16_667, 60, 364);
}
