using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A VFS of SQLite that passes every call to the default one, and records what changes the files of one folder.</summary>
/// <remarks>
/// Layouts: sqlite.org/c3ref/vfs.html and sqlite.org/c3ref/io_methods.html, version 3 of both. Files of other folders get the default VFS's own methods, so that
/// tests beside this one notice nothing. Nothing here is freed: an open connection keeps the VFS that opened it.
/// </remarks>
internal static unsafe class RecordingVfs
{
    private const int Ok = 0;
    private const int OpenCreate = 0x4;
    private const int OpenMainJournal = 0x800;
    private const int OpenWal = 0x80000;
    private const int MethodCount = 18;
    private const int Write = 2;
    private const int Truncate = 3;
    private const int Sync = 4;

    private static readonly ConcurrentDictionary<nint, nint> Methods = [];
    private static readonly Vfs* Default;
    private static readonly Vfs* Own;
    private static volatile DiskRecording? _recording;

    static RecordingVfs()
    {
        SQLitePCL.Batteries_V2.Init();
        Default = NativeMethods.Find(null);
        Own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *Own = *Default;
        Own->Next = null;
        Own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("elevencost-recording");

        // What is ours of an open file follows the default VFS's own structure.
        Own->FileSize = TailOffset + sizeof(Tail);
        Own->Open = &OnOpen;
        Own->Delete = &OnDelete;
    }

    private static int TailOffset => (Default->FileSize + 7) & ~7;

    /// <summary>Makes this the default VFS until the result is disposed of. One recording at a time.</summary>
    public static IDisposable Begin(DiskRecording recording)
    {
        Assert.Null(Interlocked.CompareExchange(ref _recording, recording, null));
        Assert.Equal(Ok, NativeMethods.Register(Own, 1));
        return new Ending();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* path, OpenFile* file, int flags, int* outFlags)
    {
        int result = Default->Open(Default, path, file, flags, outFlags);
        if (result == Ok && file->Methods is not null && _recording is { } recording && recording.NameOf(Text(path)) is { } name)
        {
            bool isNewJournal = (flags & OpenCreate) != 0 && (flags & (OpenWal | OpenMainJournal)) != 0;
            *TailOf(file) = new Tail { Methods = file->Methods, File = recording.Open(name), FlushesFolder = isNewJournal ? 1 : 0 };
            file->Methods = (IoMethods*)Methods.GetOrAdd((nint)file->Methods, static methods => (nint)Wrap((IoMethods*)methods));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* path, int flushesFolder)
    {
        int result = Default->Delete(Default, path, flushesFolder);
        if (result == Ok && _recording is { } recording && recording.NameOf(Text(path)) is { } name)
        {
            recording.Delete(name, flushesFolder != 0);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(OpenFile* file, byte* bytes, int count, long offset)
    {
        Tail* tail = TailOf(file);
        int result = ((delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)tail->Methods->Functions[Write])(file, bytes, count, offset);
        if (result == Ok)
        {
            _recording?.Write(tail->File, offset, new ReadOnlySpan<byte>(bytes, count));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(OpenFile* file, long size)
    {
        Tail* tail = TailOf(file);
        int result = ((delegate* unmanaged[Cdecl]<OpenFile*, long, int>)tail->Methods->Functions[Truncate])(file, size);
        if (result == Ok)
        {
            _recording?.Truncate(tail->File, size);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(OpenFile* file, int flags)
    {
        Tail* tail = TailOf(file);
        int result = ((delegate* unmanaged[Cdecl]<OpenFile*, int, int>)tail->Methods->Functions[Sync])(file, flags);
        if (result == Ok)
        {
            // With the first flush of a new journal the default VFS flushes the folder, too (os_unix.c, unixSync).
            _recording?.Sync(tail->File, tail->FlushesFolder != 0);
            tail->FlushesFolder = 0;
        }

        return result;
    }

    private static IoMethods* Wrap(IoMethods* methods)
    {
        var own = (IoMethods*)NativeMemory.Alloc((nuint)sizeof(IoMethods));
        *own = *methods;
        own->Functions[Write] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)&OnWrite;
        own->Functions[Truncate] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, long, int>)&OnTruncate;
        own->Functions[Sync] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, int, int>)&OnSync;
        return own;
    }

    private static Tail* TailOf(OpenFile* file) => (Tail*)((byte*)file + TailOffset);

    private static string? Text(byte* text) => text is null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary><c>sqlite3_vfs</c>. Functions that are not named here stay those of the default VFS, which find all they need in the copied fields.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, OpenFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public fixed long Others[14];
    }

    /// <summary><c>sqlite3_io_methods</c>: a version, then functions.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public long Version;
        public fixed long Functions[MethodCount];
    }

    /// <summary><c>sqlite3_file</c>: what every VFS's structure of an open file begins with.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenFile
    {
        public IoMethods* Methods;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tail
    {
        public IoMethods* Methods;
        public int File;
        public int FlushesFolder;
    }

    private sealed class Ending : IDisposable
    {
        public void Dispose()
        {
            Assert.Equal(Ok, NativeMethods.Register(Default, 1));
            _recording = null;
        }
    }

    private static class NativeMethods
    {
        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
        internal static extern Vfs* Find(byte* name);

        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
        internal static extern int Register(Vfs* vfs, int isDefault);
    }
}
