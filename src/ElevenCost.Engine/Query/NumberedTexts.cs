using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Query;

/// <summary>Numbers texts from 1; 0 is null.</summary>
internal sealed class NumberedTexts
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The texts by number.</summary>
    public List<string?> Texts { get; } = [null];

    /// <summary>The number of a text, the next one if it is new.</summary>
    public int Of(string text)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out bool exists);
        if (!exists)
        {
            number = Texts.Count;
            Texts.Add(text);
        }

        return number;
    }
}
