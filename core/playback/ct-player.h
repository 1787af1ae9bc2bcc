/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Plays a recording, the tracks isolated from it and its notes, in sync. */
#ifndef CT_PLAYER_H
#define CT_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A player.
 *
 * A feeder thread reads, mixes, stretches and resamples into a ring, which PortAudio's callback empties without ever
 * waiting. Another thread isolates the tracks, beginning at the playhead, and caches them. Every function returns
 * without waiting for audio. One thread (usually the main thread) controls a player; functions marked "any thread" may
 * be called by all.
 *
 * Without a sound device everything works except that nothing is heard: ct_player_play() then reports
 * CT_PLAYER_EVENT_NO_DEVICE once. */
typedef struct _CtPlayer CtPlayer;

/** Tracks of a score that are played. */
#define CT_PLAYER_MAX_TRACKS 64
/** The slowest speed. */
#define CT_PLAYER_MIN_SPEED 0.25
/** The fastest speed. */
#define CT_PLAYER_MAX_SPEED 2.0
/** The widest transposition, up or down, in semitones. */
#define CT_PLAYER_MAX_SEMITONES 24.0
/** The shortest loop, in seconds. */
#define CT_PLAYER_MIN_LOOP_S 0.02

/** How to make a player. */
typedef struct
{
  const char *cache_folder; /**< where isolated tracks are cached, created if missing; copied. NULL: in memory only */
  uint64_t cache_bytes;     /**< the largest size of the cache; 0: 2 GB */
  size_t n_threads;         /**< threads that isolate tracks; 0: one per processor */
  bool stepped;             /**< no threads and no device: ct_player_step() does everything */
  int rate_hz;              /**< output sample rate; 0: the device's preferred rate (stepped: 48,000) */
  int buffer_frames;        /**< size of the device's buffers; 0: the device's choice */
} CtPlayerOptions;

/** How one track sounds. */
typedef struct
{
  float volume;     /**< amplitude factor, 0 to 4 */
  float pan;        /**< -1 (left) to 1 (right); the balance of a stereo recording */
  bool mute;        /**< silent */
  bool solo;        /**< while any track is soloed, only soloed tracks are heard, without the rest of the recording */
  bool synthesised; /**< play its notes instead of its part of the recording */
  uint8_t program;  /**< General MIDI program of its notes until their sound has been measured */
} CtPlayerTrack;

/** A drum hit. */
typedef struct
{
  double time_s;  /**< where it is struck */
  float strength; /**< how hard, in (0, 1] */
  uint8_t drum;   /**< key of General MIDI */
} CtPlayerHit;

/** What is mixed. With REST and TRACKS at the same volume and all tracks unchanged, the recording itself is heard,
 * sample for sample. */
typedef enum
{
  CT_PLAYER_MASTER, /**< everything */
  CT_PLAYER_REST,   /**< what of the recording belongs to no track */
  CT_PLAYER_TRACKS, /**< the tracks isolated from the recording */
  CT_PLAYER_NOTES,  /**< the synthesised notes and drum hits */
} CtPlayerBus;

/** Number of buses. */
#define CT_PLAYER_N_BUSES (CT_PLAYER_NOTES + 1)

/** How the beats of the tempo map are clicked, the first of each bar higher. Nothing transposes the clicks. */
typedef struct
{
  bool on;       /**< while playing */
  bool count_in; /**< for a bar before playing begins, in which the position stands still */
  double volume; /**< amplitude factor, 0 to 4, beside that of CT_PLAYER_MASTER */
} CtPlayerClick;

/** How the speed changes. */
typedef enum
{
  CT_PLAYER_STRETCH,   /**< the pitch stays */
  CT_PLAYER_VARISPEED, /**< the pitch follows, as on tape */
} CtPlayerSpeedMode;

/** State of the transport. */
typedef enum
{
  CT_PLAYER_STOPPED, /**< at the start, or where playing began */
  CT_PLAYER_PLAYING, /**< playing */
  CT_PLAYER_PAUSED,  /**< playing continues here */
} CtPlayerState;

/** What happened that the user should know, reported once each. */
typedef enum
{
  CT_PLAYER_EVENT_NOTHING,      /**< nothing */
  CT_PLAYER_EVENT_NO_DEVICE,    /**< no device could be opened: playback is silent */
  CT_PLAYER_EVENT_DEVICE_LOST,  /**< the device disappeared: playback is paused, and the device is looked for */
  CT_PLAYER_EVENT_DEVICE_FOUND, /**< after one of the two above: there is a device again. What it played when it was
                                 * lost goes on, if that was less than a minute ago and nobody has played or paused
                                 * since */
  CT_PLAYER_EVENT_UNREADABLE,   /**< the recording cannot be read; the status says why */
  CT_PLAYER_EVENT_NOT_ISOLATED, /**< isolating the tracks failed; the status says why */
  CT_PLAYER_EVENT_CACHE_FULL,   /**< isolated tracks cannot be written; the status says why. They are made as needed */
  CT_PLAYER_EVENT_ENDED,        /**< the end of the recording or of the span was reached */
} CtPlayerEvent;

/** An event and why it happened. */
typedef struct
{
  CtPlayerEvent event; /**< what happened */
  CtStatus status;     /**< why, where the event says so; else CT_STATUS_OK */
} CtPlayerMessage;

/** How steadily a player plays. */
typedef struct
{
  uint64_t callbacks;      /**< calls of the audio callback */
  uint64_t starved;        /**< those for which the ring held too little */
  uint64_t underflows;     /**< those that PortAudio flagged */
  double callback_p50;     /**< median time in the callback, as a share of its period */
  double callback_p99;     /**< 99th percentile of the same */
  double callback_max;     /**< longest of the same */
  double device_latency_s; /**< from the callback to the ear */
  double ahead_s;          /**< rendered ahead at least, because threads were delayed; 0: they never were */
  int rate_hz;             /**< output sample rate; 0: no device is open */
} CtPlayerStats;

/** Makes a player. The device is opened when something is to be heard.
 *
 * @param options NULL: all defaults
 * @param[out] out the player, owned by the caller; NULL on failure
 * @return CT_STATUS_NO_MEMORY or CT_STATUS_NO_THREAD on failure */
CtStatus ct_player_new (const CtPlayerOptions *options, CtPlayer **out) CT_MUST_USE;

/** Stops and frees a player.
 *
 * @param self the player; may be NULL */
void ct_player_free (CtPlayer *self);

/** Opens a recording, stopped at its start, in place of the one before. Tracks and notes stay. On failure nothing is
 * open.
 *
 * @param self the player
 * @param path the recording; NULL: none, only notes are played
 * @param stream which of its sound streams, as for ct_audio_file_open_stream()
 * @return why the recording cannot be read */
CtStatus ct_player_open (CtPlayer *self, const char *path, int stream) CT_MUST_USE;

/** Any thread: how long there is something to play.
 *
 * @param self the player
 * @return seconds: the recording, and notes beyond its end */
double ct_player_duration_s (const CtPlayer *self);

/** Sets notes and tracks. Tracks are isolated again only where notes changed, so it is cheap to call after each edit.
 * Notes that ct_hit_to_note() made are drums of the recording: tracks of theirs are isolated, and not synthesised.
 *
 * @param self the player
 * @param notes [@p n_notes], copied, in any order; uncertain notes and notes of tracks outside [0, @p n_tracks) are
 *   left out
 * @param n_notes number of notes
 * @param tracks [@p n_tracks], copied
 * @param n_tracks number of tracks; those from CT_PLAYER_MAX_TRACKS on are left out
 * @return CT_STATUS_NO_MEMORY on failure: the score is then the one before */
CtStatus ct_player_set_score (CtPlayer *self,
                              const CtNote *notes,
                              size_t n_notes,
                              const CtPlayerTrack *tracks,
                              size_t n_tracks) CT_MUST_USE;

/** Sets the drum hits that a synthesiser plays: as loudly as notes are faded in, or, without a recording, as they are.
 *
 * @param self    the player
 * @param hits    [n_hits], copied; those out of their ranges are left out
 * @param n_hits  how many
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_player_set_hits (CtPlayer *self, const CtPlayerHit *hits, size_t n_hits) CT_MUST_USE;

/** Strikes a drum at once.
 *
 * @param self      the player
 * @param drum      key of General MIDI
 * @param strength  how hard, in (0, 1] */
void ct_player_strike (CtPlayer *self, int drum, double strength);

/** Changes only how the tracks sound: heard within 50 ms, while stretching within 150 ms.
 *
 * @param self the player
 * @param tracks [@p n_tracks], copied
 * @param n_tracks as in ct_player_set_score() */
void ct_player_set_tracks (CtPlayer *self, const CtPlayerTrack *tracks, size_t n_tracks);

/** Sets the volume of a bus; 1 at first.
 *
 * @param self the player
 * @param bus the bus
 * @param volume amplitude factor, 0 to 4; ignored outside */
void ct_player_set_volume (CtPlayer *self, CtPlayerBus bus, double volume);

/** Sets where the beats lie.
 *
 * @param self the player
 * @param map copied; NULL (the default): not known, nothing clicks
 * @return CT_STATUS_NO_MEMORY on failure: the beats are then those before */
CtStatus ct_player_set_tempo_map (CtPlayer *self, const CtTempoMap *map) CT_MUST_USE;

/** Sets how the beats are clicked; at first not at all.
 *
 * @param self the player
 * @param click copied; ignored where its volume is out of range */
void ct_player_set_click (CtPlayer *self, const CtPlayerClick *click);

/** Fades between the recording and the notes, at equal power.
 *
 * @param self the player
 * @param fade 0 (the default): the recording and its tracks; 1: the notes of all audible tracks */
void ct_player_set_fade (CtPlayer *self, double fade);

/** Plays from the position on; at the end, from the start of the loop or the recording. Counts in where that is set.
 *
 * @param self the player */
void ct_player_play (CtPlayer *self);

/** Fades out within 10 ms and stays there.
 *
 * @param self the player */
void ct_player_pause (CtPlayer *self);

/** Pauses and returns to where playing began.
 *
 * @param self the player */
void ct_player_stop (CtPlayer *self);

/** Plays a span once and stops at its end, whatever the loop.
 *
 * @param self the player
 * @param span seconds of the recording; ignored when empty or negative */
void ct_player_play_span (CtPlayer *self, const CtTimeSpan *span);

/** Moves the position, crossfading while playing.
 *
 * @param self the player
 * @param time_s seconds; negative or not finite: 0 */
void ct_player_seek (CtPlayer *self, double time_s);

/** Sets the loop. Its ends are exact to the sample of the recording, with a crossfade of 5 ms before the seam. A loop
 * that lies ahead is entered when playing reaches it.
 *
 * @param self the player
 * @param span seconds, at least CT_PLAYER_MIN_LOOP_S long; NULL: no loop */
void ct_player_set_loop (CtPlayer *self, const CtTimeSpan *span);

/** Sets the speed.
 *
 * @param self the player
 * @param speed CT_PLAYER_MIN_SPEED to CT_PLAYER_MAX_SPEED; ignored outside
 * @param mode whether the pitch follows */
void ct_player_set_speed (CtPlayer *self, double speed, CtPlayerSpeedMode mode);

/** Transposes everything that is played.
 *
 * @param self the player
 * @param semitones up to CT_PLAYER_MAX_SEMITONES up or down, ignored beyond; 0.5 is 50 cents */
void ct_player_set_pitch (CtPlayer *self, double semitones);

/** Sounds a note at once, whether anything plays or not; it is never transposed or stretched.
 *
 * @param self the player
 * @param track whose sound the note has; -1: a piano
 * @param midi pitch, 0 to 127
 * @param velocity 1 to 127
 * @param length_s seconds until it is released; INFINITY: by ct_player_note_off() only */
void ct_player_note_on (CtPlayer *self, int track, int midi, int velocity, double length_s);

/** Releases the notes of a pitch sounded with ct_player_note_on().
 *
 * @param self the player
 * @param midi pitch, 0 to 127 */
void ct_player_note_off (CtPlayer *self, int midi);

/** Releases all notes sounded with ct_player_note_on().
 *
 * @param self the player */
void ct_player_all_notes_off (CtPlayer *self);

/** Any thread: the state of the transport.
 *
 * @param self the player
 * @return the state; stopping at an end shows when the end has been heard */
CtPlayerState ct_player_state (const CtPlayer *self);

/** Any thread: the place in the recording that is heard now, allowing for the device's latency.
 *
 * @param self the player
 * @return seconds */
double ct_player_position_s (const CtPlayer *self);

/** Any thread: the peak levels since the last call.
 *
 * @param self the player
 * @param[out] left largest magnitude on the left; 1 is full scale
 * @param[out] right the same on the right */
void ct_player_levels (CtPlayer *self, float *left, float *right);

/** How much of the tracks is isolated.
 *
 * @param self the player
 * @return 0 to 1; 1 where there are no tracks */
double ct_player_isolated (const CtPlayer *self);

/** Any thread: how steadily the player plays.
 *
 * @param self the player
 * @param[out] stats counted since the player was made */
void ct_player_stats (const CtPlayer *self, CtPlayerStats *stats);

/** Takes the oldest message; to be called about ten times a second.
 *
 * @param self the player
 * @param[out] message the message; unchanged where there is none
 * @return false: there is none */
bool ct_player_take_message (CtPlayer *self, CtPlayerMessage *message);

/** Switches to another output; playing continues there.
 *
 * @param self the player
 * @param name a name from ct_player_list_devices(); NULL or "": the system's default */
void ct_player_set_device (CtPlayer *self, const char *name);

/** Lists the output devices, as they were when they were last looked for. The first call may take some 100 ms.
 *
 * @param self the player
 * @param[out] devices [@p max]
 * @param max room in @p devices
 * @return number of devices, which may be more than @p max */
size_t ct_player_list_devices (CtPlayer *self, CtAudioDevice *devices, size_t max);

/** For a stepped player: renders the next frames, isolating tracks as needed, so that none is ever missing.
 *
 * @param self the player
 * @param[out] out [@p n][2]
 * @param n frames */
void ct_player_step (CtPlayer *self, float *out, size_t n);

#ifdef __cplusplus
}
#endif

#endif
