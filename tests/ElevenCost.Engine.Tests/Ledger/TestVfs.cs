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
    private const int Write = 2;
    private const int Truncate = 3;
    private const int Sync = 4;

    private static readonly ConcurrentDictionary<nint, nint> Methods = [];
    private static readonly Vfs* Default = FindDefault();
    private static readonly delegate* unmanaged[Cdecl]<byte*, int*, int> OpenDirectory = ReplaceOpenDirectory();
    private static readonly Vfs* Own = Derive();
    private static volatile DiskRecording? _recording;

    /// <summary>Whether the default VFS has opened a folder in the present call, which it does only to flush it.</summary>
    [ThreadStatic]
    private static bool _flushesFolder;

    private static int TailOffset => (Default->FileSize + 7) & ~7;

    /// <summary>Makes this the default VFS until the result is disposed of. One recording at a time.</summary>
    public static IDisposable Begin(DiskRecording recording)
    {
        Assert.Null(Interlocked.CompareExchange(ref _recording, recording, null));
        Assert.Equal(Ok, NativeMethods.Register(Own, 1));
        return new Ending();
    }

    private static Vfs* FindDefault()
    {
        SQLitePCL.Batteries_V2.Init();
        return NativeMethods.Find(null);
    }

    /// <summary>The folder's flush is no method of a VFS: os_unix.c has a call of the system for it, which can be replaced as SQLite's own tests do.</summary>
    /// <returns>The call that was replaced.</returns>
    private static delegate* unmanaged[Cdecl]<byte*, int*, int> ReplaceOpenDirectory()
    {
        fixed (byte* name = "openDirectory"u8)
        {
            nint replaced = Default->GetSystemCall(Default, name);
            Assert.Equal(Ok, Default->SetSystemCall(Default, name, &OnOpenDirectory));
            return (delegate* unmanaged[Cdecl]<byte*, int*, int>)replaced;
        }
    }

    private static Vfs* Derive()
    {
        var own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *own = *Default;
        own->Next = null;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("elevencost-recording");

        // What is ours of an open file follows the default VFS's own structure.
        own->FileSize = TailOffset + sizeof(Tail);
        own->Open = &OnOpen;
        own->Delete = &OnDelete;
        return own;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* path, OpenFile* file, int flags, int* outFlags)
    {
        int result = Default->Open(Default, path, file, flags, outFlags);
        if (result == Ok && file->Methods is not null && _recording is { } recording && recording.NameOf(Text(path)) is { } name)
        {
            *TailOf(file) = new Tail { Methods = file->Methods, File = recording.Open(name) };
            file->Methods = (IoMethods*)Methods.GetOrAdd((nint)file->Methods, static methods => (nint)Wrap((IoMethods*)methods));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* path, int flushesFolder)
    {
        _flushesFolder = false;
        int result = Default->Delete(Default, path, flushesFolder);
        if (result == Ok && _recording is { } recording && recording.NameOf(Text(path)) is { } name)
        {
            recording.Delete(name, _flushesFolder);
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
        _flushesFolder = false;
        int result = ((delegate* unmanaged[Cdecl]<OpenFile*, int, int>)tail->Methods->Functions[Sync])(file, flags);
        if (result == Ok)
        {
            _recording?.Sync(tail->File, _flushesFolder);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpenDirectory(byte* path, int* descriptor)
    {
        int result = OpenDirectory(path, descriptor);
        _flushesFolder |= result == Ok;
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
        public fixed long Others[11];
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, delegate* unmanaged[Cdecl]<byte*, int*, int>, int> SetSystemCall;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, nint> GetSystemCall;
        public nint NextSystemCall;
    }

    /// <summary><c>sqlite3_io_methods</c>: a version, then functions.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public long Version;
        public fixed long Functions[18];
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
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern Vfs* Find(byte* name);

        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Register(Vfs* vfs, int isDefault);
    }
}
