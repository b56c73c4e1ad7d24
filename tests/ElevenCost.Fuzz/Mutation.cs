using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ElevenCost.Fuzz;

/// <summary>Changes inputs at random, by seed.</summary>
public static class Mutation
{
    /// <summary>Values that readers have to expect: the ends of types, and texts that are none.</summary>
    public static IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "null", "true", "-1", "0", "1e28", "7.9e28", "1e400", "9223372036854775807", "-9223372036854775808", "0.5", "\"\"", "\"\\ud800\"", "{}", "[]", "[", "}", ",",
        "253402300799999", "-62135596800000", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"NaN\"",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>One to four changes of an input: bytes, pieces repeated or left out, and words put in place of values.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A failure must be repeatable by its seed.")]
    public static byte[] Of(byte[] input, Random random)
    {
        List<byte> bytes = [.. input];
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 16), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    ReplaceValue(bytes, at, Words[random.Next(Words.Count)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void ReplaceValue(List<byte> bytes, int at, byte[] word)
    {
        int start = at;
        while (start > 0 && !IsMark(bytes[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < bytes.Count && !IsMark(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, word);
    }

    private static bool IsMark(byte value) => value is (byte)',' or (byte)':' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';
}
