using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>GET /v1/models.</summary>
internal static class ModelsJson
{
    private static readonly (string Id, string Name, double Factor, bool Speech, bool Conversion)[] Models =
    [
        ("eleven_v3", "Eleven v3", 1, true, false),
        ("eleven_multilingual_v2", "Eleven Multilingual v2", 1, true, false),
        ("eleven_flash_v2_5", "Eleven Flash v2.5", 0.5, true, false),
        ("eleven_turbo_v2_5", "Eleven Turbo v2.5", 0.5, true, false),
        ("eleven_multilingual_sts_v2", "Eleven Multilingual v2", 1, false, true),
        ("eleven_english_sts_v2", "Eleven English v2", 1, false, true),
    ];

    public static JsonArray All()
    {
        JsonArray list = [];
        foreach ((string id, string name, double factor, bool speech, bool conversion) in Models)
        {
            list.Add(new JsonObject
            {
                ["model_id"] = id,
                ["name"] = name,
                ["can_be_finetuned"] = id == "eleven_multilingual_v2",
                ["can_do_text_to_speech"] = speech,
                ["can_do_voice_conversion"] = conversion,
                ["can_use_style"] = true,
                ["can_use_speaker_boost"] = true,
                ["serves_pro_voices"] = false,
                ["token_cost_factor"] = 1.0,
                ["description"] = name + " of the simulator.",
                ["requires_alpha_access"] = false,
                ["max_characters_request_free_user"] = 2500,
                ["max_characters_request_subscribed_user"] = 5000,
                ["maximum_text_length_per_request"] = 40_000,
                ["languages"] = new JsonArray(
                    new JsonObject { ["language_id"] = "en", ["name"] = "English" },
                    new JsonObject { ["language_id"] = "de", ["name"] = "German" }),
                ["model_rates"] = new JsonObject { ["character_cost_multiplier"] = factor, ["cost_discount_multiplier"] = 1.0 },
                ["concurrency_group"] = factor < 1 ? "turbo" : "standard_" + id,
            });
        }

        return list;
    }
}
