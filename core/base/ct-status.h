/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What functions of the engine report. */
#ifndef CT_STATUS_H
#define CT_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** Success, or an error that can be shown to the user. */
typedef enum
{
  CT_STATUS_OK = 0,            /**< success */
  CT_STATUS_CANCELLED,         /**< the caller asked to stop */
  CT_STATUS_NO_MEMORY,         /**< an allocation failed */
  CT_STATUS_NO_THREAD,         /**< a thread could not be started */
  CT_STATUS_BAD_ARGUMENT,      /**< a value is out of range */
  CT_STATUS_NOT_FOUND,         /**< there is no such file */
  CT_STATUS_NO_PERMISSION,     /**< the file may not be read or written */
  CT_STATUS_NOT_A_FILE,        /**< a folder, pipe, socket or device */
  CT_STATUS_EMPTY,             /**< the file is empty, or nothing was recorded */
  CT_STATUS_UNKNOWN_FORMAT,    /**< no decoder reads the file */
  CT_STATUS_UNSUPPORTED_AUDIO, /**< too many channels, or an extreme sample rate */
  CT_STATUS_DAMAGED,           /**< the file is damaged or cut short */
  CT_STATUS_NOT_FINITE,        /**< samples are NaN or infinite */
  CT_STATUS_STALLED,           /**< the decoder stopped responding */
  CT_STATUS_READ_FAILED,       /**< a read failed */
  CT_STATUS_WRITE_FAILED,      /**< a write failed */
  CT_STATUS_NO_SPACE,          /**< the disk is full, or a quota is used up */
  CT_STATUS_BAD_WEIGHTS,       /**< the weights are damaged or of another version */
  CT_STATUS_NO_DEVICE,         /**< no usable audio device */
  CT_STATUS_DEVICE_LOST,       /**< the audio device was disconnected */
  CT_STATUS_EXISTS,            /**< the file already exists */
  CT_STATUS_NOT_MIDI,          /**< not a MIDI file that can be read */
  CT_STATUS_TOO_LARGE,         /**< larger than what is read */
  CT_STATUS_NOT_TIMBRES,       /**< not a file of known timbres that can be read */
  CT_STATUS_NO_STREAM,         /**< the file has fewer streams of sound */
  CT_STATUS_NO_DECODER,        /**< a decoder that the file needs is not installed */
  CT_STATUS_NAME_TOO_LONG,     /**< a name is longer than the file system takes */
  CT_STATUS_TOO_LONG,          /**< music that lasts longer than a file or a piece may */
} CtStatus;

/** How many statuses there are. */
#define CT_N_STATUSES (CT_STATUS_TOO_LONG + 1)

/** Marks a function whose result must be used. */
#define CT_MUST_USE __attribute__ ((warn_unused_result))

/** Describes a status to the user.
 *
 * @param status  a status
 * @return one line in English, without the name of the file and without a full stop; static, never NULL */
const char *ct_status_string (CtStatus status);

/** Translates `errno` after a failed open, read or write.
 *
 * @param error  a value of `errno`
 * @return the status that fits it */
CtStatus ct_status_from_errno (int error);

#ifdef __cplusplus
}
#endif

#endif
