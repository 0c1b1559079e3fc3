/**
 * How two nodes hand one machine over, as two machines of states without an actor in them: {@link SourceHandover} judges,
 * {@link TargetHandover} obeys. Each takes an input and answers its next state and what is to be done; the actors of
 * source and target turn messages into inputs and do it. A test explores both together over a network that loses, repeats,
 * reorders and holds back, with deaths, false suspicions and an operator at any point.
 *
 * <p>An epoch is the fencing token: the machine is offered under {@code e}; the target owns it under {@code e+1}; a source
 * that takes it back from a dead target owns it under {@code e+2}. Whoever runs it does so under the highest.
 *
 * <pre>
 *   source      guest    hears                                        becomes, and does
 *   ----------  -------  -------------------------------------------  -------------------------------------------------
 *   ACTIVE      runs     the guest is stopped                         DEVICE
 *                        cancel, any failure                          ABORTED: run the guest, say Abort
 *                        Failed, target gone                          ENDED: run the guest, kept
 *   DEVICE      stopped  Prepared(e)                                  COMMITTED: say Commit(e+1)
 *                        cancel, any failure, time out                ABORTED: run the guest, say Abort
 *                        Failed, target gone                          ENDED: run the guest, kept
 *   COMMITTED   stopped  Prepared, time to repeat                     say Commit(e+1)
 *                        Running(e+1)                                 ENDED: moved, the copy is thrown away
 *                        target gone                                  tell the operator
 *                        target gone, then resume here                ENDED: run the guest under e+2, taken back
 *                        target gone, then discard here               ENDED: moved, the copy is thrown away
 *                        Postcopy(e+1)                                POSTCOPY: the copy is kept
 *   POSTCOPY    stopped  Running(e+1)                                 ENDED: moved, the copy is thrown away
 *                        pages are confirmed, target not gone         release them: the copy is not whole from here on
 *                        target gone                                  tell the operator
 *                        resume here, pages released                  tell the operator
 *                        target gone, then resume here, still whole   ENDED: run the guest under e+2, taken back
 *                        target gone, then discard here, still whole  ENDED: moved, the copy is thrown away
 *                        target gone, then discard here, released     ENDED: lost, the copy is thrown away
 *   ABORTED     runs     Prepared, time to repeat                     say Abort
 *                        Discarded, Failed, target gone               ENDED
 *
 *   target      copy     hears                                        becomes, and does
 *   ----------  -------  -------------------------------------------  -------------------------------------------------
 *   LISTENING   partial  the stream is whole                          LOADING: load the sections
 *                        any failure, source gone                     GIVEN UP: say Failed, power off
 *                        Abort                                        GIVEN UP: say Discarded, power off
 *   LOADING     partial  loaded                                       PREPARED: say Prepared(e)
 *                        any failure, source gone                     GIVEN UP: say Failed, power off
 *                        Abort                                        GIVEN UP: say Discarded, power off
 *   PREPARED    verified time to repeat                               say Prepared(e)
 *                        Commit(e+1)                                  RESUMING: resume the machine
 *                        Abort                                        GIVEN UP: say Discarded, power off
 *                        source gone                                  tell the operator
 *                        source gone, then resume here, if whole      RESUMING: resume the machine
 *                        source gone, then discard here               GIVEN UP: say Discarded, power off
 *                        all pages have come                          it is whole
 *   RESUMING    starts   it runs, whole                               RUNNING: say Running(e+1), taken over
 *                        it runs, in part                             POSTCOPY: say Postcopy(e+1)
 *                        it does not run in time                      resume the machine again
 *                        all pages have come                          it is whole
 *   POSTCOPY    in part  all pages have come                          RUNNING: say Running(e+1), taken over
 *                        anything from the source, time to repeat     say Postcopy(e+1)
 *                        source gone                                  tell the operator
 *                        source gone, then discard here               GIVEN UP: say Discarded, power off
 *   any above            the machine there dies                       GIVEN UP: say Failed
 *   RUNNING     runs     anything from the source, time to repeat     say Running(e+1)
 *                        source gone, also before                     ENDED
 * </pre>
 *
 * <p>After a switch to post-copy the copy at the target is there in part until all pages have come, and the source's is the
 * last whole one until then: so Running is said only of a machine that is whole. With the capability {@code release-ram} the
 * source gives that up once the guest runs there: the two copies are whole together, and should either be lost, so is the guest.
 *
 * <p>What is in no row changes nothing. A source that ends is gone to its target, and a target to its source: so the last
 * word of either need not be acknowledged.
 */
@NullMarked
package dev.kurki.migration.handover;

import org.jspecify.annotations.NullMarked;
