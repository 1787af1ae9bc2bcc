/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_H
#define CT_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Plays a recording, the tracks isolated out of it, and its notes, in sync.
 *
 * A feeder thread reads, mixes, stretches and converts into a ring; PortAudio's callback empties it and does nothing
 * else that could wait. Another thread isolates the tracks, around the playhead first, and keeps them in a cache. All
 * functions return at once. One thread (the program's main one) controls a player; those marked "any thread" may be
 * called by all.
 *
 * With no sound device everything works but the sound: ct_player_play() then says CT_PLAYER_EVENT_NO_DEVICE once. */
typedef struct _CtPlayer CtPlayer;

#define CT_PLAYER_MAX_TRACKS 64
#define CT_PLAYER_MIN_SPEED 0.25
#define CT_PLAYER_MAX_SPEED 2.0
#define CT_PLAYER_MAX_SEMITONES 24.0
/** The shortest loop. */
#define CT_PLAYER_MIN_LOOP_S 0.02

typedef struct
{
  const char *cache_folder; /**< where isolated tracks are kept, made if missing; copied. NULL: in memory only */
  uint64_t cache_bytes;     /**< what the folder may hold; 0: 2 GB */
  size_t n_threads;         /**< for isolating; 0: as many as there are processors */
  bool stepped;             /**< no threads and no device: ct_player_step() does everything */
  int rate_hz;              /**< of the output; 0: what the device prefers (stepped: 48,000) */
  int buffer_frames;        /**< of the device; 0: its own choice */
} CtPlayerOptions;

/** How one track is heard. */
typedef struct
{
  float volume; /**< factor of amplitude, 0 to 4 */
  float pan;    /**< -1 left to 1 right; in a stereo recording: its balance */
  bool mute;
  bool solo;        /**< while any track is soloed, only the soloed ones are heard, and not the rest of the recording */
  bool synthesised; /**< its notes, not its part of the recording */
  uint8_t program;  /**< General MIDI: the sound of its notes as long as none is measured */
} CtPlayerTrack;

/** What is mixed. REST is what of the recording belongs to no track: with REST and TRACKS at the same volume and no
 * track changed, the recording itself is heard, sample for sample. */
typedef enum
{
  CT_PLAYER_MASTER,
  CT_PLAYER_REST,
  CT_PLAYER_TRACKS,
  CT_PLAYER_NOTES,
} CtPlayerBus;

#define CT_PLAYER_N_BUSES (CT_PLAYER_NOTES + 1)

typedef enum
{
  CT_PLAYER_STRETCH,   /**< other speeds keep the pitch */
  CT_PLAYER_VARISPEED, /**< as on a tape: slower is lower */
} CtPlayerSpeedMode;

typedef enum
{
  CT_PLAYER_STOPPED,
  CT_PLAYER_PLAYING,
  CT_PLAYER_PAUSED,
} CtPlayerState;

/** What happened that a person should be told, once each. */
typedef enum
{
  CT_PLAYER_EVENT_NOTHING,
  CT_PLAYER_EVENT_NO_DEVICE,    /**< there is none, or none can be opened: playing makes no sound */
  CT_PLAYER_EVENT_DEVICE_LOST,  /**< it went away while playing: playing is paused, and it is looked for again */
  CT_PLAYER_EVENT_DEVICE_FOUND, /**< after one of the two above: there is sound again */
  CT_PLAYER_EVENT_UNREADABLE,   /**< the recording cannot be read; status tells why */
  CT_PLAYER_EVENT_NOT_ISOLATED, /**< isolating the tracks failed; status tells why */
  CT_PLAYER_EVENT_CACHE_FULL, /**< isolated tracks cannot be kept on disk; status tells why. They are made as needed */
  CT_PLAYER_EVENT_ENDED,      /**< the end of the recording or of what was to be played was reached */
} CtPlayerEvent;

typedef struct
{
  CtPlayerEvent event;
  CtStatus status;
} CtPlayerMessage;

typedef struct
{
  uint64_t callbacks;
  uint64_t starved;                                /**< callbacks for which the ring held too little */
  uint64_t underflows;                             /**< PortAudio's flag */
  double callback_p50, callback_p99, callback_max; /**< time in the callback as a share of its period */
  double device_latency_s;
  double ahead_s; /**< more is made ahead since threads were held up: at least this; 0: they never were */
  int rate_hz;    /**< of the output; 0: no device is open */
} CtPlayerStats;

/** @options NULL: all defaults. Starts the threads; the device is opened when something is to be heard. */
CtStatus ct_player_new (const CtPlayerOptions *options, CtPlayer **out) CT_MUST_USE;
void ct_player_free (CtPlayer *self);

/** Opens the recording at @path, stopped at its start, in place of the one before; NULL: none, only notes. Tracks and
 * notes stay. On failure nothing is open. */
CtStatus ct_player_open (CtPlayer *self, const char *path) CT_MUST_USE;

/** How long there is something to play: the recording, and the notes beyond it. */
double ct_player_duration_s (const CtPlayer *self);

/** The notes and tracks, copied; @notes need not be sorted, uncertain notes and those with a track outside [0,
 * @n_tracks) are left out. Isolated tracks are renewed only where notes changed. Call it whenever the score changed;
 * cheap. */
CtStatus ct_player_set_score (CtPlayer *self,
                              const CtNote *notes,
                              size_t n_notes,
                              const CtPlayerTrack *tracks,
                              size_t n_tracks) CT_MUST_USE;

/** Only how the tracks are heard; @n_tracks as in ct_player_set_score(). Heard within 50 ms, 150 ms while stretching.
 */
void ct_player_set_tracks (CtPlayer *self, const CtPlayerTrack *tracks, size_t n_tracks);

/** @volume is a factor of amplitude, 0 to 4. All begin at 1. */
void ct_player_set_volume (CtPlayer *self, CtPlayerBus bus, double volume);

/** 0: the recording and its tracks, as at first; 1: the notes of all audible tracks; between them both, at equal power.
 */
void ct_player_set_fade (CtPlayer *self, double fade);

/** Plays from the position on. After the end it begins at the start, or at the loop's. */
void ct_player_play (CtPlayer *self);
/** Fades out within 10 ms and stays there. */
void ct_player_pause (CtPlayer *self);
/** Pauses, and goes back to where playing began. */
void ct_player_stop (CtPlayer *self);
/** Plays from @span's start to its end and stops there; the loop is left out of account. */
void ct_player_play_span (CtPlayer *self, const CtTimeSpan *span);
void ct_player_seek (CtPlayer *self, double time_s);
/** NULL: none. Ends are exact to the sample of the recording, with a crossfade of 5 ms before the seam. A loop that the
 * position is not in is entered when playing reaches it from before. */
void ct_player_set_loop (CtPlayer *self, const CtTimeSpan *span);

/** CT_PLAYER_MIN_SPEED to CT_PLAYER_MAX_SPEED. */
void ct_player_set_speed (CtPlayer *self, double speed, CtPlayerSpeedMode mode);
/** Transposes everything that is played, @semitones may have a fraction: 0.5 is 50 cents. */
void ct_player_set_pitch (CtPlayer *self, double semitones);

/** Sounds a note of @track (-1: of a piano) at once, whether anything plays or not, until ct_player_note_off() with the
 * same pitch or for @length_s seconds (INFINITY: until then). Never transposed or stretched. */
void ct_player_note_on (CtPlayer *self, int track, int midi, int velocity, double length_s);
void ct_player_note_off (CtPlayer *self, int midi);
void ct_player_all_notes_off (CtPlayer *self);

/** Any thread. */
CtPlayerState ct_player_state (const CtPlayer *self);
/** Any thread: the time in the recording that is heard at this moment, the device's latency taken into account. */
double ct_player_position_s (const CtPlayer *self);
/** Any thread: the largest magnitudes of left and right since the last call. */
void ct_player_levels (CtPlayer *self, float *left, float *right);
/** Any thread: share of the isolated tracks that is ready, 0 to 1; 1 where there are none. */
double ct_player_isolated (const CtPlayer *self);
/** Any thread: whether a track cannot be heard yet because it is still being isolated at the position. */
bool ct_player_is_waiting (const CtPlayer *self);
void ct_player_stats (const CtPlayer *self, CtPlayerStats *stats);

/** The oldest message not taken yet; false: there is none. Ask for it some ten times a second. */
bool ct_player_take_message (CtPlayer *self, CtPlayerMessage *message);

/** The output to play on, a name of ct_audio_devices_list(); NULL or "": the default. Playing goes on there. */
void ct_player_set_device (CtPlayer *self, const char *name);
/** Devices as they were when they were last looked for; returns how many. Looks for them where nobody has yet, which
 * may take some 100 ms. */
size_t ct_player_list_devices (CtPlayer *self, CtAudioDevice *devices, size_t max);

/** Only for a stepped player: feeds, and makes the next @n frames of output, [@n][2]. Isolating happens in it, too, so
 * that nothing is ever missing. */
void ct_player_step (CtPlayer *self, float *out, size_t n);

#ifdef __cplusplus
}
#endif

#endif
