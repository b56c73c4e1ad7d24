using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>Names of windows that finish in any order.</summary>
public sealed class LatestNameTests
{
    [Fact]
    public void The_name_of_the_later_day_is_the_latest_whichever_window_comes_first()
    {
        (NameBook Names, DateOnly Day)[] windows = [(Named("old"), new DateOnly(2026, 11, 1)), (Named("middle"), new DateOnly(2026, 11, 8)), (Named("new"), new DateOnly(2026, 11, 16))];
        foreach (int[] order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1] })
        {
            var history = new NameHistory();
            NameBook kept = order.Aggregate(NameBook.Empty, (book, window) => book.With(history.Place(windows[window].Names, windows[window].Day)));
            Assert.Equal(("new", "new", "new"), (kept.ApiKeys["id"], kept.Users["id"], kept.Voices["id"]));
            Assert.Equal(["middle", "old"], kept.FormerVoices["id"].Order());
            Assert.Equal(["middle", "old"], kept.FormerApiKeys["id"].Order());
            Assert.Equal("new", DimensionLabel.Of(Dimension.Voice, "id", kept));
        }
    }

    private static NameBook Named(string name)
    {
        var names = new Dictionary<string, string> { ["id"] = name };
        return new NameBook(names, names) { Voices = names };
    }
}
