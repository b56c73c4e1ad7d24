using Spectre.Console.Rendering;

namespace ElevenCost.Engine.Charts;

/// <summary>A line of segments.</summary>
/// <param name="segments">The segments, without line breaks.</param>
internal sealed class SegmentLine(IEnumerable<Segment> segments) : Renderable
{
    private readonly Segment[] _segments = [.. segments];

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Segment.CellCount(_segments), Segment.CellCount(_segments));

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [.. _segments, Segment.LineBreak];
}
